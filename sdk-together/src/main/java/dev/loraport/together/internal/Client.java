package dev.loraport.together.internal;

import dev.loraport.Capabilities;
import dev.loraport.ClientConfig;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterService;
import dev.loraport.batch.BatchService;
import dev.loraport.catalog.Facts;
import dev.loraport.chat.ChatService;
import dev.loraport.file.FileService;
import dev.loraport.model.ModelService;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServingService;
import dev.loraport.spi.BillableSource;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Lazy;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.Operation;
import dev.loraport.spi.ServingGuards;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherClient;
import dev.loraport.together.TogetherDeployments;
import dev.loraport.together.TogetherFineTuning;
import dev.loraport.together.TogetherRegistry;
import dev.loraport.together.V1Endpoints;
import dev.loraport.together.internal.chat.Dialect;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Bases;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.TuningService;
import java.time.Duration;
import java.util.List;

/** The services over one way of a call. */
final class Client implements TogetherClient {
  private static final Duration DELETIONS = Duration.ofSeconds(30);

  private final Caller caller;
  private final ClientConfig config;
  private final Bases bases;
  private final ServingGuards guards;
  private final boolean owner;
  private final ChatService chat;
  private final Lazy<Services> services;

  Client(Caller caller, ClientConfig config, Bases bases, ServingGuards guards, boolean owner) {
    this.caller = caller;
    this.config = config;
    this.bases = bases;
    this.guards = guards;
    this.owner = owner;
    this.chat =
        new OpenAiChat(caller, Dialect.of(bases), model -> model.baseUrl().orElse(bases.v1()));
    this.services = Lazy.of(() -> Services.of(new Api(caller, bases), config, bases, guards));
  }

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
  public TogetherFineTuning fineTuning() {
    return services.get().fineTuning();
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
  public TogetherRegistry registry() {
    return services.get().registry();
  }

  @Override
  public TogetherDeployments deployments() {
    return services.get().deployments();
  }

  @Override
  public V1Endpoints v1Endpoints() {
    return services.get().v1Endpoints();
  }

  @Override
  public void scale(DeploymentId id, int minReplicas, int maxReplicas) {
    deployments().scale(id, TogetherAutoscaling.replicas(minReplicas, maxReplicas));
  }

  @Override
  public Facts catalog() {
    return services.get().facts();
  }

  @Override
  public List<BillableSource> billables() {
    Pages<Adapter> wholeModels =
        new LazyPages<>(
            caller,
            Operation.read("models.registry"),
            () -> services.get().adapterCalls().wholeModels(RequestOptions.none()));
    return new Running(this, wholeModels::stream).sources();
  }

  @Override
  public TogetherClient withOptions(RequestOptions defaults) {
    return new Client(caller.withDefaults(defaults), config, bases, guards, false);
  }

  @Override
  public void close() {
    if (owner) {
      guards.close(DELETIONS);
      caller.close();
    }
  }

  @Override
  public String toString() {
    return "Together at " + bases.v1();
  }
}
