package dev.loraport.published;

import static dev.loraport.published.PublishedApi.Change.ALLOW_NULL;
import static dev.loraport.published.PublishedApi.Change.ANY_OF;
import static dev.loraport.published.PublishedApi.Change.DROP_ENUM;
import static dev.loraport.published.PublishedApi.Change.DROP_REQUIRED;
import static dev.loraport.published.PublishedApi.Change.DROP_TYPE;

import dev.loraport.published.PublishedApi.Correction;
import java.util.List;

/** Where Together's published document is known to be wrong, and the fake does as the service. */
final class TogetherCorrections {
  static final List<Correction> ALL =
      List.of(
          new Correction(
              "/components/schemas/TrainingMethodSFT/properties/train_on_inputs",
              DROP_TYPE,
              "the type says boolean, the choice beside it also allows auto"),
          new Correction(
              "/paths/~1batches/get/responses/200/content/application~1json/schema",
              ALLOW_NULL,
              "the list is null where there are no batches"),
          new Correction(
              "/components/schemas/ChatCompletionChoicesData/items/properties/logprobs",
              ALLOW_NULL,
              "it is said to be nullable in a way that has no effect; recorded as null"),
          new Correction(
              "/components/schemas/CompletionChoicesData/items/properties/logprobs",
              ALLOW_NULL,
              "null where none were asked for, as in chat"),
          new Correction(
              "/components/schemas/ChatCompletionChunk/properties/choices/items/properties/delta/properties/tool_calls",
              ALLOW_NULL,
              "recorded as null in a stream without tools"),
          new Correction(
              "/components/schemas/ChatCompletionChunk/properties/choices/items/properties/logprobs",
              DROP_TYPE,
              "recorded as an object as well as a number"),
          new Correction(
              "/components/schemas/CompletionChunk/properties/finish_reason",
              ALLOW_NULL,
              "it is said to be nullable in a way that has no effect"),
          new Correction(
              "/components/schemas/ToolChoice",
              DROP_REQUIRED,
              "only the first fragment of a call has an id and a type; a choice of the request has neither id nor index"),
          new Correction(
              "/components/schemas/ToolChoice/properties/function",
              DROP_REQUIRED,
              "later fragments have arguments alone; a choice of the request has a name alone"),
          new Correction(
              "/components/schemas/FinetuneJobStatus",
              DROP_ENUM,
              "user_error is known to the client libraries and missing here"),
          new Correction(
              "/components/schemas/LRScheduler/properties/lr_scheduler_args",
              ANY_OF,
              "what the linear plan takes, the cosine one takes too"),
          new Correction(
              "/components/schemas/ResponseFormatText/properties/type",
              DROP_ENUM,
              "regex is known to the client libraries and missing here"),
          new Correction(
              "/paths/~1fine-tunes/post/requestBody/content/application~1json/schema",
              DROP_REQUIRED,
              "the client libraries send either model or from_checkpoint"));

  private TogetherCorrections() {}
}
