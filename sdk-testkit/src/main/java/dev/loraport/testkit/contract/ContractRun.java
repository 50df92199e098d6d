package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Capability;
import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.TextRequest;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.Faults;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/** One test of the contract: a fresh fake, a client at it, and the steps that many tests share. */
final class ContractRun implements AutoCloseable {
  /** Far beyond what any planned wait of a test takes; no test waits that long. */
  static final Duration HOURS = Duration.ofHours(6);

  /** How soon a server must see that a client has let go of a call. */
  static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** For what only has to happen; long, because machines stall. */
  static final Duration SOON = Duration.ofSeconds(10);

  private final ContractSetup<?> setup;
  private final Form form;
  private final FakeProvider fake;
  private final Consumer<JobEnd> nextJob;
  private final Consumer<String[]> reply;
  private final Optional<FakeChat> script;
  private final List<ProviderClient> opened = new ArrayList<>();
  private final ProviderClient client;

  private ContractRun(
      ContractSetup<?> setup,
      Form form,
      FakeProvider fake,
      Consumer<JobEnd> nextJob,
      Consumer<String[]> reply,
      Optional<FakeChat> script) {
    this.setup = setup;
    this.form = form;
    this.fake = fake;
    this.nextJob = nextJob;
    this.reply = reply;
    this.script = script;
    this.client = open(config -> {});
  }

  static <F extends FakeProvider> ContractRun start(ContractSetup<F> setup, Form form) {
    F fake = setup.startFake();
    BiConsumer<F, String[]> reply = setup::reply;
    return new ContractRun(
        setup,
        form,
        fake,
        end -> setup.nextJob(fake, end),
        chunks -> reply.accept(fake, chunks),
        setup.chat(fake));
  }

  ContractSetup<?> setup() {
    return setup;
  }

  FakeProvider fake() {
    return fake;
  }

  ProviderClient client() {
    return client;
  }

  /** Another client at the same fake; closed with this. */
  ProviderClient open(Consumer<ClientConfig.Builder> change) {
    ClientConfig.Builder config = FakeConnection.to(fake);
    change.accept(config);
    ProviderClient other = Providers.open(fake.name(), config.build());
    opened.add(other);
    return form.of(other);
  }

  /** Another client, which the caller closes and nobody else knows. */
  ProviderClient openUnkept() {
    return Providers.open(fake.name(), FakeConnection.to(fake).build());
  }

  /** Skips the test in other forms: what it looks at has no other, or names its own. */
  void inOneFormOnly() {
    Assumptions.assumeTrue(form == Form.BLOCKING, "looks at one form");
  }

  /** Skips the test where the provider lacks that. */
  void needs(Capability... capabilities) {
    for (Capability capability : capabilities) {
      Assumptions.assumeTrue(
          client.capabilities().has(capability),
          () ->
              client.provider()
                  + " has no "
                  + capability
                  + ": "
                  + client.capabilities().reasonAgainst(capability).orElse("not offered"));
    }
  }

  void nextJob(JobEnd end) {
    nextJob.accept(end);
  }

  void reply(String... chunks) {
    reply.accept(chunks);
  }

  /** The script of what the models say; skips the test where there is none. */
  FakeChat script() {
    needsScript();
    return script.orElseThrow();
  }

  /** Skips the test where models say the same whatever they are asked for. */
  void needsScript() {
    Assumptions.assumeTrue(script.isPresent(), "the set-up gives no script of what models say");
  }

  Faults.Plan on(ContractRoute route) {
    return fake.faults().on(setup.route(route));
  }

  List<RecordedCall> calls(ContractRoute route) {
    return fake.journal().calls(setup.route(route));
  }

  /** The calls that may have changed something. */
  List<RecordedCall> changingCalls() {
    return fake.journal().calls().stream()
        .filter(call -> !call.method().equals("GET") && !call.method().equals("HEAD"))
        .toList();
  }

  FileSource source(String name, String content) {
    return FileSource.of(name, content.getBytes(StandardCharsets.UTF_8));
  }

  FileUpload training() {
    return FileUpload.builder().source(source("train.jsonl", setup.trainingData())).build();
  }

  FileId trainingFile() {
    FileId id = client.files().upload(training()).id();
    return client.files().awaitReady(id, HOURS).id();
  }

  FileId batchFile() {
    FileUpload upload =
        FileUpload.builder()
            .source(source("batch.jsonl", setup.batchData()))
            .purpose(FilePurpose.BATCH)
            .build();
    return client.files().awaitReady(client.files().upload(upload).id(), HOURS).id();
  }

  TuningSpec spec() {
    return TuningSpec.builder()
        .model(setup.tunableModel())
        .trainingFile(trainingFile())
        .lora(Lora.rank(8))
        .suffix("contract")
        .build();
  }

  TuningJob job(JobEnd end) {
    TuningSpec spec = spec();
    nextJob(end);
    return client.jobs().create(spec);
  }

  TuningJob finishedJob() {
    return client.jobs().await(job(JobEnd.SUCCEEDS).id(), HOURS);
  }

  ChatRequest chat(String text) {
    return ChatRequest.of(setup.chatModel(), text);
  }

  TextRequest text(String prompt) {
    return TextRequest.of(setup.chatModel(), prompt);
  }

  /** Waits until the server has seen that a client let go of an unfinished call. */
  void seesClientGone(ContractRoute route) throws InterruptedException {
    assertThat(fake.journal().awaitClientClosed(setup.route(route), AT_ONCE))
        .as("the server sees within a second that the client has closed " + setup.route(route))
        .isTrue();
  }

  /** Waits until a call has reached the server and met its fault. */
  void awaitFault(ContractRoute route) throws InterruptedException {
    awaitFaults(route, 1);
  }

  /** As {@link #awaitFault}, for so many calls. */
  void awaitFaults(ContractRoute route, int count) throws InterruptedException {
    assertThat(fake.journal().awaitFaults(setup.route(route), count, SOON))
        .as(count + " calls of " + setup.route(route) + " have met their fault")
        .isTrue();
  }

  /** What a client must not do in any test: call in a wrong form, or miss what it was to meet. */
  void check() {
    fake.assertNoViolations();
    assertThat(fake.faults().unused()).as("faults that no call met").isEmpty();
  }

  @Override
  public void close() {
    opened.forEach(ProviderClient::close);
    fake.close();
  }
}
