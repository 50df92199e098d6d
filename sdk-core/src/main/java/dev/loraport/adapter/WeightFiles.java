package dev.loraport.adapter;

import dev.loraport.internal.json.JsonText;
import dev.loraport.spi.RemoteNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Finds the weights of an adapter, in one file or in several that an index names. */
final class WeightFiles {
  static final String WHOLE = "adapter_model.safetensors";
  static final String PICKLE = "adapter_model.bin";
  private static final String INDEX = WHOLE + ".index.json";
  private static final int MAX_SHARDS = 1_000;

  private final AdapterFiles files;
  private final List<String> names = new ArrayList<>();
  private final List<Safetensors.Tensor> tensors = new ArrayList<>();

  WeightFiles(AdapterFiles files) {
    this.files = files;
  }

  /** The files with weights, the index among them. */
  List<String> names() {
    return names;
  }

  /** What their headers say, file after file; nothing of a pickle, which is never opened. */
  List<Safetensors.Tensor> tensors() {
    return tensors;
  }

  WeightFiles read() {
    Set<String> seen = new HashSet<>();
    if (files.has(WHOLE)) {
      names.add(WHOLE);
      tensors.addAll(new Safetensors(files, WHOLE, seen).read());
    } else if (files.has(INDEX)) {
      shards(seen);
    } else if (files.has(PICKLE)) {
      names.add(PICKLE);
    } else {
      throw files.broken(
          WHOLE, "it is not there, and neither is its index nor adapter_model.bin", null);
    }
    return this;
  }

  private void shards(Set<String> seen) {
    Map<String, String> places = index();
    names.add(INDEX);
    for (String shard : new TreeSet<>(places.values())) {
      if (!files.has(shard)) {
        throw files.broken(
            INDEX, "it names the file " + Shown.name(shard) + ", which is not there", null);
      }
      names.add(shard);
      for (Safetensors.Tensor tensor : new Safetensors(files, shard, seen).read()) {
        if (!shard.equals(places.remove(tensor.name()))) {
          throw files.broken(
              INDEX,
              "it does not say that tensor "
                  + Shown.name(tensor.name())
                  + " is in "
                  + Shown.name(shard),
              null);
        }
        tensors.add(tensor);
      }
    }
    if (!places.isEmpty()) {
      throw files.broken(
          INDEX,
          "it names the tensor "
              + Shown.name(places.keySet().iterator().next())
              + ", which is in no file",
          null);
    }
  }

  private Map<String, String> index() {
    if (files.size(INDEX) > Safetensors.MAX_HEADER) {
      throw files.broken(INDEX, "it has over " + Safetensors.MAX_HEADER + " bytes", null);
    }
    Map<String, String> places = new HashMap<>();
    Map<String, String> shards = new HashMap<>();
    try (InputStream in = files.open(INDEX);
        JsonParser json = JsonText.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw files.broken(INDEX, "it is no JSON object", null);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean map = json.currentName().equals("weight_map");
        if (json.nextToken() != JsonToken.START_OBJECT || !map) {
          json.skipChildren();
          continue;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String tensor = json.currentName();
          String shard = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : null;
          place(places, shards, tensor, shard);
        }
      }
    } catch (JacksonException e) {
      throw files.broken(INDEX, "it is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw files.broken(INDEX, "it can't be read: " + e, e);
    }
    if (places.isEmpty()) {
      throw files.broken(INDEX, "it has no weight_map", null);
    }
    return places;
  }

  private void place(
      Map<String, String> places,
      Map<String, String> shards,
      String tensor,
      @Nullable String shard) {
    if (shard == null
        || !shard.equals(RemoteNames.safe(shard))
        || !shard.endsWith(".safetensors")) {
      throw files.broken(
          INDEX,
          "tensor "
              + Shown.name(tensor)
              + " is said to be in "
              + (shard == null ? "no file" : Shown.name(shard))
              + "; a file of weights is a .safetensors file beside the index",
          null);
    }
    String one = shards.computeIfAbsent(shard, name -> name);
    if (places.put(tensor, one) != null) {
      throw files.broken(INDEX, "it has the tensor " + Shown.name(tensor) + " twice", null);
    }
    if (shards.size() > MAX_SHARDS || places.size() > Safetensors.MAX_TENSORS) {
      throw files.broken(INDEX, "it names more files or tensors than any adapter has", null);
    }
  }
}
