package dev.example.toy;

import dev.loraport.json.Json;
import dev.loraport.testkit.FakeAnswer;
import dev.loraport.testkit.FakeCall;
import dev.loraport.testkit.FakeOptions;
import dev.loraport.testkit.FakeServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is behind the routes of a fake of Toy. */
final class FakeToy {
  static final String MODEL = "toy-1";
  private static final int PAGE = 2;

  private final Map<String, Json> files = new LinkedHashMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private volatile List<String> nextJob = List.of("waiting", "training", "done");
  private volatile List<String> reply = List.of("A", " fake", " answer");

  private record Job(Json request, List<String> states) {}

  FakeServer start() {
    return FakeServer.builder(ToyFactory.NAME)
        .path("/v1")
        .route("GET /v1/models", call -> json(page(List.of(model()), call)), "after")
        .route("POST /v1/files", this::upload)
        .route("GET /v1/files", call -> json(page(files.values(), call)), "after")
        .route("GET /v1/files/{id}", this::file)
        .route("DELETE /v1/files/{id}", this::deleteFile)
        .route("POST /v1/jobs", this::createJob)
        .route("GET /v1/jobs", call -> json(page(jobViews(), call)), "after")
        .route("GET /v1/jobs/{id}", this::job)
        .route("DELETE /v1/jobs/{id}", this::cancelJob)
        .route("POST /v1/chat/completions", this::chat)
        .start(FakeOptions.defaults());
  }

  void nextJob(String... states) {
    nextJob = List.of(states);
  }

  void reply(String... chunks) {
    reply = List.of(chunks);
  }

  private static Json model() {
    return Json.object().put("id", MODEL).put("context", 8192).build();
  }

  private static Json page(Iterable<Json> all, FakeCall call) {
    int from = call.query("after").map(Integer::parseInt).orElse(0);
    List<Json> items = new ArrayList<>();
    all.forEach(items::add);
    int to = Math.min(items.size(), from + PAGE);
    Json.ObjectBuilder page = Json.object().put("data", Json.array(items.subList(from, to)));
    return (to < items.size() ? page.put("next", Integer.toString(to)) : page).build();
  }

  private FakeAnswer upload(FakeCall call) {
    if (call.field("purpose").isEmpty()) {
      call.violation("a file has a purpose");
    }
    String content = call.fileText("file").orElse("");
    String id = "file-" + (files.size() + 1);
    Json file =
        Json.object()
            .put("id", id)
            .put("filename", call.fileName("file").orElse(""))
            .put("bytes", content.length())
            .build();
    files.put(id, file);
    return json(201, file);
  }

  private FakeAnswer file(FakeCall call) {
    return Optional.ofNullable(files.get(call.segment("id")))
        .map(FakeToy::json)
        .orElseGet(() -> error(404, "no such file"));
  }

  private FakeAnswer deleteFile(FakeCall call) {
    return files.remove(call.segment("id")) == null
        ? error(404, "no such file")
        : json(Json.object().build());
  }

  private FakeAnswer createJob(FakeCall call) {
    Json request = Json.parse(call.text());
    if (!request.get("model").string().equals(Optional.of(MODEL))) {
      return error(422, "this model can't be tuned");
    }
    String id = "job-" + (jobs.size() + 1);
    jobs.put(id, new Job(request, new ArrayList<>(nextJob)));
    nextJob = List.of("waiting", "training", "done");
    return json(201, view(id));
  }

  /** Each look moves a job on by one state, until it is in its last. */
  private FakeAnswer job(FakeCall call) {
    Job job = jobs.get(call.segment("id"));
    if (job == null) {
      return error(404, "no such job");
    }
    if (job.states().size() > 1) {
      job.states().remove(0);
    }
    return json(view(call.segment("id")));
  }

  private FakeAnswer cancelJob(FakeCall call) {
    Job job = jobs.get(call.segment("id"));
    if (job == null) {
      return error(404, "no such job");
    }
    job.states().clear();
    job.states().add("cancelled");
    return json(view(call.segment("id")));
  }

  private List<Json> jobViews() {
    return jobs.keySet().stream().map(this::view).toList();
  }

  private Json view(String id) {
    Job job = jobs.get(id);
    String state = job.states().get(0);
    Json.ObjectBuilder view =
        Json.object().putAll(job.request().members()).put("id", id).put("state", state);
    if (state.equals("failed")) {
      view.put("problem", "the loss became NaN");
    }
    return (state.equals("done") ? view.put("result", "toy/" + id) : view).build();
  }

  private FakeAnswer chat(FakeCall call) {
    Json request = Json.parse(call.text());
    if (!request.get("model").string().equals(Optional.of(MODEL))) {
      return error(404, "no such model");
    }
    if (!request.get("stream").bool().orElse(false)) {
      Json message =
          Json.object().put("role", "assistant").put("content", String.join("", reply)).build();
      return json(answer("message", message, true));
    }
    List<String> events = new ArrayList<>();
    for (String piece : reply) {
      Json delta = Json.object().put("content", piece).build();
      events.add(answer("delta", delta, false).toString());
    }
    events.add(answer("delta", Json.object().build(), true).toString());
    events.add("[DONE]");
    return FakeAnswer.events(events);
  }

  private Json answer(String form, Json content, boolean last) {
    Json.ObjectBuilder choice = Json.object().put("index", 0).put(form, content);
    Json.ObjectBuilder answer = Json.object().put("id", "chat-1").put("model", MODEL);
    if (last) {
      choice.put("finish_reason", "stop");
      answer.put(
          "usage",
          Json.object()
              .put("prompt_tokens", 3)
              .put("completion_tokens", reply.size())
              .put("total_tokens", 3 + reply.size())
              .build());
    }
    return answer.put("choices", Json.array(List.of(choice.build()))).build();
  }

  private static FakeAnswer error(int status, String message) {
    Json error = Json.object().put("message", message).put("code", status).build();
    return json(status, Json.object().put("error", error).build());
  }

  private static FakeAnswer json(Json body) {
    return json(200, body);
  }

  private static FakeAnswer json(int status, Json body) {
    return FakeAnswer.json(status, body.toString());
  }
}
