package dev.loraport.together;

import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.contract.ContractRoute;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.JobEnd;
import java.time.LocalDate;
import java.util.Optional;

/** What the contract has to know of Together on a day. */
record TogetherSetup(LocalDate day, String tunableModel) implements ContractSetup<FakeTogether> {
  @Override
  public FakeTogether startFake() {
    return PublishedRequests.watch(FakeTogether.builder().asOf(day).build());
  }

  @Override
  public String chatModel() {
    return "Qwen/Qwen2.5-7B-Instruct-Turbo";
  }

  @Override
  public String route(ContractRoute route) {
    return switch (route) {
      case FILE_UPLOAD -> "PUT /storage/**";
      case FILE_DOWNLOAD -> "GET /v1/files/{id}/content";
      case JOB_CREATE -> "POST /v1/fine-tunes";
      case JOB_GET -> "GET /v1/fine-tunes/{id}";
      case MODEL_LIST -> "GET /v1/models";
      case CHAT -> "POST /v1/chat/completions";
      case TEXT -> "POST /v1/completions";
      case DEPLOYMENT_CREATE -> "POST /v2/projects/{p}/endpoints/{e}/deployments";
    };
  }

  @Override
  public void nextJob(FakeTogether fake, JobEnd end) {
    fake.jobs()
        .next(
            switch (end) {
              case SUCCEEDS -> JobScript.completes();
              case SUCCEEDS_STRANGELY ->
                  JobScript.passes("pending", "annealing_on_a_comet", "completed");
              case FAILS -> JobScript.failsAt("running", "the loss became NaN");
              case NEVER -> JobScript.staysIn("running");
            });
  }

  @Override
  public Optional<FakeChat> chat(FakeTogether fake) {
    return Optional.of(fake.chat());
  }

  @Override
  public void reply(FakeTogether fake, String... chunks) {
    fake.chat().reply(chunks);
  }

  @Override
  public Optional<AdapterSpec> outsideAdapter() {
    return Optional.of(
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("someone/an-adapter"))
            .name("contract-adapter")
            .baseModel("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference")
            .build());
  }
}
