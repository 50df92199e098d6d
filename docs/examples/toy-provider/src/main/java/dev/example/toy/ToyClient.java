package dev.example.toy;

import dev.loraport.Capabilities;
import dev.loraport.Capability;
import dev.loraport.ProviderClient;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.Blocking;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.Lacking;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.tuning.TuningService;
import java.net.URI;
import java.util.List;

/** The services over one way of a call. */
final class ToyClient implements ProviderClient {
  static final String LACKS = "Toy trains adapters and answers chat, and no more";

  private final Caller caller;
  private final URI base;
  private final Facts facts;
  private final boolean owner;
  private final ToyApi api;

  ToyClient(Caller caller, URI base, Facts facts) {
    this(caller, base, facts, true);
  }

  private ToyClient(Caller caller, URI base, Facts facts, boolean owner) {
    this.caller = caller;
    this.base = base;
    this.facts = facts;
    this.owner = owner;
    this.api = new ToyApi(caller, base);
  }

  @Override
  public String provider() {
    return ToyFactory.NAME;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities.Builder known = Capabilities.builder(ToyFactory.NAME, caller.asOf());
    Capability.known().forEach(capability -> known.without(capability, LACKS));
    return known
        .with(Capability.FILES, Capability.LORA_TUNING, Capability.MODEL_LIST)
        .with(Capability.CHAT, Capability.CHAT_STREAMING)
        .build();
  }

  @Override
  public FileService files() {
    return Blocking.files(caller, new ToyFiles(api));
  }

  @Override
  public TuningService jobs() {
    return Blocking.jobs(caller, new ToyJobs(api));
  }

  @Override
  public ModelService models() {
    return Blocking.models(caller, new ToyModels(api, facts));
  }

  @Override
  public ChatService chat() {
    ChatDialect dialect =
        ChatDialect.builder()
            .allowedBaseUrl(url -> ToyFactory.origin(url).equals(ToyFactory.origin(base)))
            .textPath("")
            .build();
    return new OpenAiChat(caller, dialect, model -> model.baseUrl().orElse(base));
  }

  @Override
  public AdapterService adapters() {
    return Lacking.adapters(caller, LACKS);
  }

  @Override
  public ServingService serving() {
    return Lacking.serving(caller, LACKS, List.of("tune it at a provider that serves adapters"));
  }

  @Override
  public BatchService batches() {
    return Lacking.batches(caller, LACKS);
  }

  @Override
  public Facts catalog() {
    return facts;
  }

  @Override
  public ProviderClient withOptions(RequestOptions defaults) {
    return new ToyClient(caller.withDefaults(defaults), base, facts, false);
  }

  @Override
  public void close() {
    if (owner) {
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Toy at " + base;
  }
}
