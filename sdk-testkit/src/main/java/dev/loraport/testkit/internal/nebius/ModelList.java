package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Catalogue.Served;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The list of serverless models, plain and with prices. */
final class ModelList {
  private static final long CREATED = 1_750_954_196;
  private static final double TOKENS_PER_MINUTE = 800_000;
  private static final double REQUESTS_PER_MINUTE = 1_200;

  private final Catalogue catalogue;

  ModelList(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  void routes(NebiusRoutes routes) {
    routes.add("GET /v1/models", this::list, "verbose", NebiusRoutes.PROJECT);
  }

  private Answer list(Call call) {
    boolean verbose = "true".equals(call.query("verbose"));
    List<ObjectNode> models = new ArrayList<>();
    for (Served model : catalogue.served().values()) {
      models.add(verbose ? rich(model) : plain(model));
    }
    return Page.all(models);
  }

  private ObjectNode plain(Served model) {
    ObjectNode view =
        Wire.object()
            .put("id", model.id())
            .put("object", "model")
            .put("created", CREATED)
            .put("owned_by", "system");
    if (model.shutdown().isEmpty()) {
      return view.putNull("shutdown_date");
    }
    return view.put("shutdown_date", model.shutdown());
  }

  private ObjectNode rich(Served model) {
    ObjectNode view =
        Wire.object()
            .put("id", model.id())
            .put("name", model.id().substring(model.id().indexOf('/') + 1))
            .put("object", "model")
            .put("owned_by", "system")
            .put("created", CREATED)
            .put("description", "")
            .put("context_length", model.context());
    view.putObject("architecture").put("modality", "text->text").put("tokenizer", "Other");
    view.put("quantization", "fp8");
    view.putObject("pricing")
        .put("prompt", perToken(model.inputPrice()))
        .put("completion", perToken(model.outputPrice()))
        .put("image", "0")
        .put("price_per_video_second", "0")
        .put("request", "0");
    view.putObject("per_request_limits")
        .put("tokens_per_minute", TOKENS_PER_MINUTE)
        .put("requests_per_minute", REQUESTS_PER_MINUTE)
        .put("burst_ratio", 1.0);
    return view;
  }

  /** A price for a million tokens as the price of one, which is 0 where nothing is known. */
  private static String perToken(String price) {
    return price.isEmpty()
        ? "0"
        : new BigDecimal(price).movePointLeft(6).stripTrailingZeros().toPlainString();
  }
}
