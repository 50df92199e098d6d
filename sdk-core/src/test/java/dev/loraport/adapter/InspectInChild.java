package dev.loraport.adapter;

import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import java.nio.file.Path;

/** Looks into an adapter in a process of its own, and says on one line what came of it. */
final class InspectInChild {
  private InspectInChild() {}

  public static void main(String[] arguments) {
    Json.ObjectBuilder said = Json.object();
    try {
      LocalAdapter adapter = LocalAdapter.inspect(Path.of(arguments[0]));
      said.put("bytes", adapter.bytes())
          .put("tensors", adapter.tensors())
          .put("pairs", adapter.pairs())
          .put("findings", adapter.findings().size());
    } catch (UploadException e) {
      said.put("refused", String.valueOf(e.getMessage()));
    }
    System.out.println(said.build());
  }
}
