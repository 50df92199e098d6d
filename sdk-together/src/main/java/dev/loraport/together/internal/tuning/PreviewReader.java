package dev.loraport.together.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Fields;
import dev.loraport.together.TogetherPreview;
import dev.loraport.together.TogetherPreview.Row;
import dev.loraport.together.TogetherPreview.Span;
import java.util.List;

/** Reads the tokens of a preview. */
final class PreviewReader {
  private PreviewReader() {}

  static TogetherPreview read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return new TogetherPreview(
        fields.text("dataset_format"),
        fields.count("max_seq_length"),
        fields.text("model"),
        fields.bool("train_on_inputs"),
        fields.list("rows").stream().map(row -> row(answer, row)).toList());
  }

  private static Row row(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    List<Integer> ids = numbers(answer, fields.list("input_ids"));
    List<Integer> labels = numbers(answer, fields.list("labels"));
    return new Row(
        ids,
        labels,
        fields.list("tokens").stream().map(token -> token.string().orElse("")).toList(),
        fields.list("trained_spans").stream().map(span -> span(answer, span)).toList(),
        fields.count("num_tokens").orElse(ids.size()),
        fields
            .count("num_trained_tokens")
            .orElse((int) labels.stream().filter(id -> id != TogetherPreview.MASKED).count()),
        fields.bool("truncated").orElse(false));
  }

  private static Span span(Answer answer, Json json) {
    List<Integer> ends = numbers(answer, json.elements());
    if (ends.size() != 2) {
      throw answer.unreadable("\"trained_spans\" holds no pair", null);
    }
    return new Span(ends.get(0), ends.get(1));
  }

  private static List<Integer> numbers(Answer answer, List<Json> values) {
    return values.stream()
        .map(
            value ->
                value
                    .integer()
                    .filter(number -> number == number.intValue())
                    .orElseThrow(() -> answer.unreadable("a token is no number", null))
                    .intValue())
        .toList();
  }
}
