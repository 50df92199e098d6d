package dev.example.consumer;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Finding;
import dev.loraport.dataset.Severity;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import java.net.URI;

/** Uses the SDK as a stranger would: finds a provider and keeps values as JSON. */
public final class Main {
  private Main() {}

  /**
   * Prints what it found.
   *
   * @param args the base address of the service, and a key
   */
  public static void main(String[] args) {
    String module = Main.class.getModule().getName();
    System.out.println("module: " + (module == null ? "none" : module));
    System.out.println("providers: " + Providers.names());
    System.out.println("facts: " + Providers.facts("together").provider());

    ClientConfig config =
        ClientConfig.builder().baseUrl(URI.create(args[0])).apiKey(args[1]).build();
    try (ProviderClient client = Providers.open("together", config)) {
      boolean any = client.models().list().iterator().hasNext();
      System.out.println("listed by " + client.provider() + ": " + (any ? "models" : "nothing"));
    }

    ModelInfo model =
        Json.read(
            "{\"id\":\"some/model\",\"contextLength\":\"4096\",\"extra\":{\"new\":[1,{\"a\":null}]}}",
            ModelInfo.class);
    System.out.println("model: " + Json.write(model));

    CheckReport report =
        CheckReport.builder()
            .name("train.jsonl")
            .rows(2)
            .messages(6)
            .characters(100)
            .bytes(200)
            .estimatedTokens(25)
            .longestRowTokens(20)
            .errorCount(1)
            .warningCount(0)
            .putCountsByCode("unknown_role", 1L)
            .addFindings(new Finding(Severity.ERROR, "unknown_role", 2, 5, "role", "who is this?"))
            .build();
    boolean same = Json.read(Json.write(report), CheckReport.class).equals(report);
    System.out.println("report: " + (same ? "same" : "changed: " + Json.write(report)));
  }
}
