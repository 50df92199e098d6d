package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The accounts of the key and their quotas. */
public final class AccountRoutes {
  private static final String SPEND = "monthly-spend-usd";
  private static final Schema LIMIT =
      new Schema()
          .optional(Schema.JsonType.TEXT, "name")
          .required(Schema.JsonType.WHOLE_OR_TEXT, "value");
  private static final Map<String, Long> LARGEST =
      new TreeMap<>(Map.of("h100-80gb-count", 16L, "h200-141gb-count", 16L, SPEND, 50L));

  private final World world;
  private final Map<String, Long> values = new HashMap<>(LARGEST);

  public AccountRoutes(World world) {
    this.world = world;
  }

  public void routes(Gateway gateway) {
    gateway
        .add("GET /verifyApiKey", this::verify)
        .add("GET /v1/accounts", this::list, Listing.query())
        .add("GET {A}", this::get, "readMask")
        .add("GET {A}/quotas", this::quotas, Listing.query())
        .add("GET {A}/quotas/{id}", this::quota, "readMask")
        .add("PATCH {A}/quotas/{id}", this::limit, "updateMask");
  }

  private Answer verify(Call call) {
    return Answer.empty(200).header("x-fireworks-account-id", world.accounts().main());
  }

  private Answer list(Call call) {
    return Listing.of(call, "accounts", world.accounts().views().values(), "name");
  }

  private Answer get(Call call) {
    ObjectNode view = world.accounts().views().get(Names.account(call));
    if (view == null) {
      throw Code.PERMISSION_DENIED.refuse("");
    }
    return Answer.json(Listing.masked(call, view));
  }

  private Answer quotas(Call call) {
    List<ObjectNode> views = LARGEST.keySet().stream().map(id -> view(call, id)).toList();
    return Listing.of(call, "quotas", views, "name");
  }

  private Answer quota(Call call) {
    return Answer.json(Listing.masked(call, view(call, known(call))));
  }

  private Answer limit(Call call) {
    String id = known(call);
    long value = Bodies.int64(Bodies.read(call, LIMIT).path("value"));
    long largest = LARGEST.getOrDefault(id, 0L);
    if (value < 0 || value > largest) {
      throw Code.INVALID_ARGUMENT.refuse(
          "invalid request: value must be from 0 to the max_value " + largest);
    }
    values.put(id, value);
    return Answer.json(view(call, id));
  }

  private static String known(Call call) {
    String id = call.parameter("id");
    if (!LARGEST.containsKey(id)) {
      throw Code.NOT_FOUND.refuse("quota \"" + Names.of(call, "quotas") + "\" not found");
    }
    return id;
  }

  private ObjectNode view(Call call, String id) {
    return Wire.object()
        .put("name", Names.of(call, "quotas", id))
        .put("value", Long.toString(values.getOrDefault(id, 0L)))
        .put("maxValue", Long.toString(LARGEST.getOrDefault(id, 0L)))
        .put("usage", 0)
        .put("updateTime", Stamps.of(world.clock().now()));
  }
}
