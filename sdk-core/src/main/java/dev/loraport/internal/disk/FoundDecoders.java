package dev.loraport.internal.disk;

import dev.loraport.spi.DatasetDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The decoders that modules have registered. */
public final class FoundDecoders {
  private FoundDecoders() {}

  /**
   * All by their names: those beside this class, which any thread finds, then those of the caller's
   * thread, since a plug-in has its own loader.
   */
  public static Map<String, DatasetDecoder> byName() {
    Map<String, DatasetDecoder> found = new LinkedHashMap<>();
    ServiceLoader.load(DatasetDecoder.class, FoundDecoders.class.getClassLoader())
        .forEach(decoder -> found.putIfAbsent(decoder.name(), decoder));
    ServiceLoader.load(DatasetDecoder.class)
        .forEach(decoder -> found.putIfAbsent(decoder.name(), decoder));
    return found;
  }
}
