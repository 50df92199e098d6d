package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The accounts of the key and their quotas. */
public final class AccountRoutes {
  private static final List<String> QUOTAS =
      List.of("h100-80gb-count", "h200-141gb-count", "monthly-spend-usd");

  private final World world;

  public AccountRoutes(World world) {
    this.world = world;
  }

  public void routes(Gateway gateway) {
    gateway
        .add("GET /verifyApiKey", this::verify)
        .add("GET /v1/accounts", this::list, Listing.query())
        .add("GET {A}", this::get, "readMask")
        .add("GET {A}/quotas", this::quotas, Listing.query())
        .add("GET {A}/quotas/{id}", this::quota, "readMask");
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
    List<ObjectNode> views = QUOTAS.stream().map(id -> view(call, id)).toList();
    return Listing.of(call, "quotas", views, "name");
  }

  private Answer quota(Call call) {
    String id = call.parameter("id");
    if (!QUOTAS.contains(id)) {
      throw Code.NOT_FOUND.refuse("quota \"" + Names.of(call, "quotas") + "\" not found");
    }
    return Answer.json(Listing.masked(call, view(call, id)));
  }

  private ObjectNode view(Call call, String id) {
    String value = id.equals("monthly-spend-usd") ? "50" : "16";
    return Wire.object()
        .put("name", Names.of(call, "quotas", id))
        .put("value", value)
        .put("maxValue", value)
        .put("usage", 0)
        .put("updateTime", Stamps.of(world.clock().now()));
  }
}
