package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Fact;
import dev.loraport.catalog.FactAnswer;
import dev.loraport.model.ModelService.Refreshed;
import dev.loraport.testkit.Fault;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherRefreshTest {
  private static final LocalDate DAY = LocalDate.parse(Rig.TODAY);
  private static final String SUPPORTED = "GET /v1/fine-tunes/models/supported";
  private static final String LIMITS = "GET /v1/fine-tunes/models/limits";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private static BigDecimal number(Refreshed refreshed, String topic, String subject) {
    FactAnswer answer = refreshed.facts().ask(topic, subject, DAY);
    assertThat(answer.fact()).as(topic).hasValueSatisfying(f -> assertThat(f.isLive()).isTrue());
    return answer.value().orElseThrow().number().orElseThrow();
  }

  @Test
  void listLimitsAndWhatCanBeTunedAreLaidOverTheShippedFacts() {
    Refreshed refreshed = rig.client.models().refresh();

    assertThat(refreshed.warnings()).isEmpty();
    assertThat(refreshed.live().all()).isNotEmpty().allMatch(Fact::isLive);
    assertThat(refreshed.facts().all())
        .hasSize(refreshed.live().all().size() + rig.client.catalog().all().size());
    assertThat(refreshed.facts().ask("tuning.lora", Rig.BASE, DAY).isYes()).isTrue();
    TogetherLimits limits = rig.client.fineTuning().limits(Rig.BASE);
    assertThat(number(refreshed, "tuning.lora.rank.max", Rig.BASE).intValue())
        .isEqualTo(limits.maxRank().orElseThrow());
    assertThat(number(refreshed, "tuning.lora.batch.max.sft", Rig.BASE).intValue())
        .isEqualTo(limits.lora().orElseThrow().sft());
    assertThat(refreshed.facts().ask("tuning.lora", Rig.BASE, DAY).fact().orElseThrow().source())
        .isEqualTo("live, " + LIMITS + ", " + DAY);
    assertThat(refreshed.live().subjects("model.organization")).isNotEmpty();
    // it speaks for its day alone
    assertThat(refreshed.facts().ask("tuning.lora.rank.max", Rig.BASE, DAY.plusDays(1)).fact())
        .satisfies(fact -> assertThat(fact.filter(Fact::isLive)).isEmpty());
    rig.fake.assertNoViolations();
  }

  @Test
  void aModelThatIsNotNamedAnyMoreCanNotBeTuned() {
    rig.answer(SUPPORTED, 200, "{'models':['acme/new']}");
    rig.answer(
        LIMITS,
        200,
        "{'model_name':'acme/new','lora_training':{'max_batch_size':8,'min_batch_size':1,"
            + "'max_rank':32},'max_seq_length_sft':4096}");

    Refreshed refreshed = rig.client.models().refresh();

    for (String known : rig.client.catalog().subjects("tuning.lora")) {
      assertThat(refreshed.facts().ask("tuning.lora", known, DAY).isNo()).as(known).isTrue();
    }
    assertThat(refreshed.facts().ask("tuning.lora", "acme/new", DAY).isYes()).isTrue();
    assertThat(refreshed.facts().ask("tuning.full", "acme/new", DAY).isNo()).isTrue();
    assertThat(number(refreshed, "tuning.lora.context.sft", "acme/new").intValue()).isEqualTo(4096);
  }

  @Test
  void onlyChatModelsHaveAPriceOfTokensAnd0IsNone() {
    rig.answer(
        "GET /v1/models",
        200,
        "[{'id':'a/chat','type':'chat','context_length':4096,'pricing':{'input':0.2,'output':0.6}},"
            + "{'id':'a/free','type':'chat','pricing':{'input':0,'output':0}},"
            + "{'id':'a/embed','type':'embedding','pricing':{'input':0.1,'output':0}}]");

    Refreshed refreshed = rig.client.models().refresh();

    assertThat(number(refreshed, "chat.serverless.price.input", "a/chat"))
        .isEqualByComparingTo("0.2");
    assertThat(refreshed.live().subjects("chat.serverless.price.input")).containsExactly("a/chat");
    assertThat(refreshed.live().subjects("model.modality"))
        .containsExactly("a/chat", "a/free", "a/embed");
    assertThat(refreshed.live().subjects("chat.serverless")).isEmpty();
  }

  @Test
  void whatCanNotBeAskedIsAWarningAndTheRestIsThere() {
    rig.fake.faults().on("GET /v1/models").always(Fault.status(500));
    rig.fake.faults().on(LIMITS).always(Fault.status(401));

    Refreshed refreshed = rig.client.models().refresh();

    assertThat(refreshed.warnings())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("GET /v1/models: ") && line.contains("500"))
        .anyMatch(line -> line.startsWith(LIMITS + ": ") && line.contains("401"));
    assertThat(refreshed.facts().all()).containsAll(rig.client.catalog().all());
  }
}
