package dev.loraport.nebius;

import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.contract.ContractRoute;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.JobEnd;
import java.time.LocalDate;
import java.util.Optional;

/** What the contract has to know of Nebius on a day. */
record NebiusSetup(LocalDate day) implements ContractSetup<FakeNebius> {
  @Override
  public FakeNebius startFake() {
    return FakeNebius.builder().asOf(day).build();
  }

  @Override
  public String tunableModel() {
    return "meta-llama/Llama-3.1-8B-Instruct";
  }

  @Override
  public String chatModel() {
    return "openai/gpt-oss-120b";
  }

  @Override
  public String route(ContractRoute route) {
    return switch (route) {
      case FILE_UPLOAD -> "POST /v1/files";
      case FILE_DOWNLOAD -> "GET /v1/files/{file_id}/content";
      case JOB_CREATE -> "POST /v1/fine_tuning/jobs";
      case JOB_GET -> "GET /v1/fine_tuning/jobs/{job_id}";
      case MODEL_LIST -> "GET /v1/models";
      case CHAT -> "POST /v1/chat/completions";
      case TEXT -> "POST /v1/completions";
      case DEPLOYMENT_CREATE -> "POST /v0/dedicated_endpoints";
    };
  }

  @Override
  public void nextJob(FakeNebius fake, JobEnd end) {
    fake.jobs()
        .next(
            switch (end) {
              case SUCCEEDS -> JobScript.completes();
              case SUCCEEDS_STRANGELY ->
                  JobScript.passes("queued", "running", "polishing_the_weights", "succeeded");
              case FAILS -> JobScript.failsAt("running", "the loss became NaN");
              case NEVER -> JobScript.staysIn("running");
            });
  }

  @Override
  public Optional<FakeChat> chat(FakeNebius fake) {
    return Optional.of(fake.chat());
  }

  @Override
  public void reply(FakeNebius fake, String... chunks) {
    fake.chat().reply(chunks);
  }

  @Override
  public Optional<AdapterSpec> outsideAdapter() {
    return Optional.of(
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("someone/an-adapter"))
            .name("contract-adapter")
            .baseModel("meta-llama/Meta-Llama-3.1-8B-Instruct")
            .build());
  }
}
