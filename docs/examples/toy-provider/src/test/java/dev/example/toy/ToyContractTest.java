package dev.example.toy;

import dev.loraport.testkit.FakeServer;
import dev.loraport.testkit.contract.ContractRoute;
import dev.loraport.testkit.contract.ContractSetup;
import dev.loraport.testkit.contract.JobEnd;
import dev.loraport.testkit.contract.ProviderContractTest;

class ToyContractTest extends ProviderContractTest<FakeServer> {
  @Override
  protected ContractSetup<FakeServer> setup() {
    return new Setup(new FakeToy());
  }

  record Setup(FakeToy toy) implements ContractSetup<FakeServer> {
    @Override
    public FakeServer startFake() {
      return toy.start();
    }

    @Override
    public String tunableModel() {
      return FakeToy.MODEL;
    }

    @Override
    public String chatModel() {
      return FakeToy.MODEL;
    }

    @Override
    public String route(ContractRoute route) {
      return switch (route) {
        case FILE_UPLOAD -> "POST /v1/files";
        case JOB_CREATE -> "POST /v1/jobs";
        case JOB_GET -> "GET /v1/jobs/{id}";
        case MODEL_LIST -> "GET /v1/models";
        case CHAT -> "POST /v1/chat/completions";
        default -> throw new IllegalArgumentException("Toy lacks " + route);
      };
    }

    @Override
    public void nextJob(FakeServer fake, JobEnd end) {
      switch (end) {
        case SUCCEEDS -> toy.nextJob("waiting", "training", "done");
        case SUCCEEDS_STRANGELY -> toy.nextJob("waiting", "on_a_comet", "done");
        case FAILS -> toy.nextJob("waiting", "failed");
        case NEVER -> toy.nextJob("training");
      }
    }

    @Override
    public void reply(FakeServer fake, String... chunks) {
      toy.reply(chunks);
    }
  }
}
