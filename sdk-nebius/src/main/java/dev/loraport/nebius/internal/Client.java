package dev.loraport.nebius.internal;

import dev.loraport.Capabilities;
import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.nebius.DataOperations;
import dev.loraport.nebius.DedicatedEndpoints;
import dev.loraport.nebius.FileLink;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.nebius.internal.wire.Door;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ClientSettings;
import dev.loraport.spi.Lazy;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.ServingGuards;
import dev.loraport.tuning.TuningService;
import java.time.Duration;
import java.util.List;

/** The services over one way of a call. */
final class Client implements NebiusClient {
  private static final Duration DELETIONS = Duration.ofSeconds(30);

  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final Shared shared;
  private final boolean owner;
  private final ChatService chat;
  private final Lazy<Services> services;

  Client(Caller caller, ClientConfig config, Bases bases, Shared shared, boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.shared = shared;
    this.owner = owner;
    Api api = new Api(caller, bases, ClientSettings.text(config, Settings.PROJECT));
    this.chat =
        new OpenAiChat(
            caller.withDefaults(api.scope()),
            Dialect.of(bases),
            model -> model.baseUrl().orElse(bases.inference()));
    this.services = Lazy.of(() -> Services.of(api, config, bases, shared));
  }

  /**
   * What a client and its views have in common.
   *
   * @param customModels what was found out about serverless adapters
   * @param batches what was found out about batches
   * @param guards what is to be deleted before the client is closed
   */
  record Shared(Door.State customModels, Door.State batches, ServingGuards guards) {}

  @Override
  public String provider() {
    return Settings.PROVIDER;
  }

  @Override
  public Capabilities capabilities() {
    return services.get().capabilities();
  }

  @Override
  public FileService files() {
    return services.get().files();
  }

  @Override
  public TuningService jobs() {
    return services.get().jobs();
  }

  @Override
  public AdapterService adapters() {
    return services.get().adapters();
  }

  @Override
  public ServingService serving() {
    return services.get().serving();
  }

  @Override
  public ChatService chat() {
    return chat;
  }

  @Override
  public BatchService batches() {
    return services.get().batches();
  }

  @Override
  public ModelService models() {
    return services.get().models();
  }

  @Override
  public DedicatedEndpoints dedicatedEndpoints() {
    return services.get().endpoints();
  }

  @Override
  public DataOperations operations() {
    return services.get().operations();
  }

  @Override
  public FileLink fileLink(FileId id, RequestOptions options) {
    return caller.await("files.link", () -> services.get().fileCalls().link(id, options));
  }

  @Override
  public Facts catalog() {
    return services.get().facts();
  }

  @Override
  public List<BillableSource> billables() {
    return new Running(operations()).sources();
  }

  @Override
  public NebiusClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, shared, false);
  }

  @Override
  public void close() {
    if (owner) {
      shared.guards().close(DELETIONS);
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Nebius at " + bases.root();
  }
}
