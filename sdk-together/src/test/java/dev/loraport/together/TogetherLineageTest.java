package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether what goes on from another job is served without a deployment: what the client says, and
 * what the service then does.
 */
class TogetherLineageTest {
  private static final String MODEL = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  private static final ServingOptions SERVERLESS = ServingOptions.serverlessOnly();

  private final Rig rig = new Rig("2026-02-13");

  @AfterEach
  void close() {
    rig.close();
  }

  /** A job by {@code rank/alpha/modules}, or a full one; on from another where one is given. */
  private TuningJob job(String shape, String from) {
    TuningSpec.Builder spec = rig.spec().model(MODEL);
    if (!from.isEmpty()) {
      spec.fromCheckpoint(from);
    }
    if (shape.equals("full")) {
      spec.fullParameters(true);
    } else {
      String[] parts = shape.split("/", -1);
      Lora.Builder lora =
          Lora.builder().rank(Integer.parseInt(parts[0])).alpha(Integer.parseInt(parts[1]));
      if (!parts[2].isEmpty()) {
        lora.addTargetModules(parts[2].split(",", -1));
      }
      spec.lora(lora.build());
    }
    TuningJob created = rig.client.jobs().create(spec.build());
    return rig.client.jobs().await(created.id(), Rig.HOURS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8/16/q_proj,v_proj | 8/16/q_proj,v_proj  | true  | takes serverless adapters",
        "8/16/q_proj,v_proj | 8/16/v_proj,q_proj  | true  | takes serverless adapters",
        "8/16/q_proj,v_proj | 16/16/q_proj,v_proj | false | another rank",
        "8/16/q_proj,v_proj | 8/32/q_proj,v_proj  | false | another alpha",
        "8/16/q_proj,v_proj | 8/16/q_proj         | false | other modules",
        "8/16/q_proj,v_proj | full                | false | only adapters go serverless",
        "full               | 8/16/q_proj,v_proj  | false | a whole model as its parent",
        "full               | full                | false | only adapters go serverless",
        "8/16/              | 8/16/               | true  | takes serverless adapters",
        "8/16/       | 8/16/k_proj,o_proj,v_proj,q_proj | true  | takes serverless adapters",
        "8/16/k_proj,o_proj,v_proj,q_proj | 8/16/       | true  | takes serverless adapters",
        "8/16/              | 8/16/q_proj,v_proj  | false | other modules"
      })
  void goingOnKeepsTheServerlessWayOnlyWithTheSameAdapter(
      String before, String after, boolean served, String why) {
    TuningJob parent = job(before, "");
    TuningJob child = job(after, parent.id().value());

    assertServed(child, served, why);
    boolean adapter = !before.equals("full");
    assertServed(parent, adapter, adapter ? "takes serverless adapters" : "only adapters");
  }

  @Test
  void whatAnEarlierJobLostIsNotWonAgain() {
    TuningJob first = job("8/16/", "");
    TuningJob changed = job("16/32/", first.id().value());
    TuningJob last = job("16/32/", changed.id().value());

    assertServed(last, false, "another rank");
    rig.client.jobs().delete(first.id());
    assertAnswers(last, false);
  }

  private void assertServed(TuningJob job, boolean served, String why) {
    ServingPlan plan = rig.client.serving().plan(job.result(), SERVERLESS);
    assertThat(plan.mode()).isEqualTo(served ? ServingMode.SERVERLESS : ServingMode.NONE);
    assertThat(plan.reason()).contains(why);
    assertAnswers(job, served);
    if (served) {
      try (ServedModel model = rig.client.serving().serve(job.result(), SERVERLESS)) {
        assertThat(model.mode()).isEqualTo(ServingMode.SERVERLESS);
      }
    }
    rig.fake.assertNoViolations();
  }

  private void assertAnswers(TuningJob job, boolean served) {
    ModelRef name = ModelRef.of(job.result().modelName().orElseThrow());
    if (served) {
      assertThat(rig.client.chat().complete(name, "Hello").text()).isNotEmpty();
    } else {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> rig.client.chat().complete(name, "Hello"))
          .withMessageContaining("model_not_available");
    }
  }

  @Test
  void modulesThatCanNotBeComparedLeaveItInDoubt() {
    TuningJob parent = job("8/16/", "");
    TuningJob child = job("8/16/k_proj,o_proj,v_proj,q_proj", parent.id().value());
    rig.fake.faults().on("GET /v1/fine-tunes/models/limits").always(Fault.status(404));

    ServingPlan plan = rig.client.serving().plan(child.result(), SERVERLESS);
    assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(plan.certain()).isFalse();
    assertThat(plan.reason()).contains("whether the modules are the same");
  }
}
