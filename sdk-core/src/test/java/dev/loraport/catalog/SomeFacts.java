package dev.loraport.catalog;

import dev.loraport.json.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts for tests, a line each: topic, subject, value as JSON, first day, last day. */
final class SomeFacts {
  static final LocalDate DAY = LocalDate.of(2026, 2, 13);

  private final String provider;
  private final List<Fact> facts = new ArrayList<>();

  SomeFacts(String provider) {
    this.provider = provider;
  }

  /** A provider that tunes and serves one model of 235 billion parameters, and one of 8. */
  static SomeFacts acme() {
    return new SomeFacts("acme")
        .add("model.parameters", "big", "235")
        .add("model.parameters", "small", "8")
        .add("model.family", "big", "\"qwen\"")
        .add("model.family", "small", "\"llama\"")
        .add("model.license", "big", "\"apache-2.0\"")
        .add("model.reasoning", "small", "true")
        .add("tuning.lora", "big", "true")
        .add("tuning.lora", "small", "true")
        .add("tuning.lora.context.sft", "big", "32768")
        .add("tuning.lora.context.sft", "small", "8192")
        .add("tuning.lora.batch.max.sft", "small", "64")
        .add("tuning.lora.batch.min", "small", "8")
        .add("tuning.lora.rank.max", "small", "8")
        .add("training.lora.sft.price", "big", "6.00")
        .add("training.lora.sft.price", "up to 16B", "0.48")
        .add("training.lora.sft.price", "17B to 69B", "1.50")
        .add("lora.serverless", "big-tput", "true")
        .add("lora.serverless", "small", "true")
        .add("lora.serverless.base", "big", "\"big-tput\"")
        .add("chat.serverless.price.input", "big-tput", "0.20")
        .add("chat.serverless.price.output", "big-tput", "0.60")
        .add("lora.serverless.price.input", "small", "0.18")
        .add("lora.serverless.price.output", "small", "0.18")
        .add("dedicated.lora", "*", "false")
        .add("gpu.hourly.price", "h100-80gb", "4.00");
  }

  SomeFacts add(String topic, String subject, String json) {
    return add(topic, subject, json, DAY, null);
  }

  SomeFacts add(
      String topic, String subject, String json, LocalDate from, @Nullable LocalDate until) {
    facts.add(
        new Fact(
            topic,
            subject,
            Json.parse(json),
            Optional.of("unit"),
            from,
            Optional.ofNullable(until),
            "price list"));
    return this;
  }

  /** Without what is said of a topic. */
  SomeFacts without(String topic) {
    facts.removeIf(fact -> fact.topic().equals(topic));
    return this;
  }

  Facts facts() {
    return Facts.of(provider, facts);
  }
}
