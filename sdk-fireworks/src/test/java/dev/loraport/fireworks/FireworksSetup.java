package dev.loraport.fireworks;

import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.testkit.FakeChat;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.testkit.contract.ContractRoute;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.JobEnd;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** What the contract has to know of Fireworks on a day. */
record FireworksSetup(LocalDate day, Path folder) implements ContractSetup<FakeFireworks> {
  @Override
  public FakeFireworks startFake() {
    return FakeFireworks.builder().asOf(day).build();
  }

  @Override
  public String tunableModel() {
    return "accounts/fireworks/models/qwen3-8b";
  }

  @Override
  public String chatModel() {
    return "accounts/fireworks/models/gpt-oss-120b";
  }

  @Override
  public String route(ContractRoute route) {
    return switch (route) {
      case FILE_UPLOAD -> "POST /v1/accounts/{a}/datasets/{id}:upload";
      case FILE_DOWNLOAD -> "GET /storage/**";
      case JOB_CREATE -> "POST /v1/accounts/{a}/supervisedFineTuningJobs";
      case JOB_GET -> "GET /v1/accounts/{a}/supervisedFineTuningJobs/{id}";
      case MODEL_LIST -> "GET /v1/accounts/my-team/models";
      case CHAT -> "POST /inference/v1/chat/completions";
      case TEXT -> "POST /inference/v1/completions";
      case DEPLOYMENT_CREATE -> "POST /v1/accounts/{a}/deployments";
    };
  }

  @Override
  public void nextJob(FakeFireworks fake, JobEnd end) {
    fake.jobs()
        .next(
            switch (end) {
              case SUCCEEDS -> JobScript.completes();
              case SUCCEEDS_STRANGELY ->
                  JobScript.passes(
                      "JOB_STATE_CREATING", "JOB_STATE_ON_A_COMET", "JOB_STATE_COMPLETED");
              case FAILS -> JobScript.failsAt("running", "the loss became NaN");
              case NEVER -> JobScript.staysIn("running");
            });
  }

  @Override
  public Optional<FakeChat> chat(FakeFireworks fake) {
    return Optional.of(fake.chat());
  }

  @Override
  public void reply(FakeFireworks fake, String... chunks) {
    fake.chat().reply(chunks);
  }

  @Override
  public Optional<AdapterSpec> outsideAdapter() {
    SampleAdapter.write(folder, "Qwen/Qwen3-8B", 16);
    return Optional.of(
        AdapterSpec.builder()
            .source(AdapterSource.folder(folder))
            .name("contract-adapter")
            .baseModel(tunableModel())
            .build());
  }
}
