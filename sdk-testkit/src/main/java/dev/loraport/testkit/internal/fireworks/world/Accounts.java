package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Wire;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The accounts that the key can see, and what each may do. Thread-safe. */
public final class Accounts {
  /** The account of the public base models: everybody reads it, nobody writes. */
  public static final String PUBLIC = "fireworks";

  private static final String UNSUSPENDED = "UNSUSPENDED";
  private static final Instant FOUNDED = Instant.parse("2026-01-10T11:13:00Z");

  private final Map<String, String> suspendStates = new TreeMap<>();
  private String main = "my-team";
  private boolean readOnly;
  private boolean gpuQuotaExhausted;
  private boolean customerKeys;

  Accounts() {
    suspendStates.put(main, UNSUSPENDED);
  }

  /** The id of the account that the tests use. */
  public synchronized String main() {
    return main;
  }

  /** Gives the account that the tests use another id. */
  public synchronized void rename(String id) {
    String state = suspendStates.remove(main);
    main = id;
    suspendStates.put(id, state == null ? UNSUSPENDED : state);
  }

  /** Lets the key see one account more. */
  public synchronized void add(String id) {
    suspendStates.putIfAbsent(id, UNSUSPENDED);
  }

  /** Takes every account from the key. */
  public synchronized void removeAll() {
    suspendStates.clear();
  }

  public synchronized void suspend(String state) {
    suspendStates.replaceAll((id, old) -> state);
  }

  public void restore() {
    suspend(UNSUSPENDED);
  }

  public synchronized void readOnly(boolean value) {
    readOnly = value;
  }

  public synchronized void gpuQuotaExhausted(boolean value) {
    gpuQuotaExhausted = value;
  }

  public synchronized void customerKeys(boolean value) {
    customerKeys = value;
  }

  /** How data sets are encrypted that are made from now on. */
  public synchronized String encryption() {
    return customerKeys ? "ENCRYPTION_STATE_CMEK" : "ENCRYPTION_STATE_PLAINTEXT";
  }

  /** Refuses what needs a GPU that the account has no quota for. */
  public synchronized void checkGpuQuota(String what) {
    if (gpuQuotaExhausted) {
      throw Code.RESOURCE_EXHAUSTED.refuse("GPU quota exceeded for " + what);
    }
  }

  /** Why every call is refused while an account is suspended, or null. */
  public synchronized @Nullable String suspension() {
    for (Map.Entry<String, String> account : suspendStates.entrySet()) {
      if (!account.getValue().equals(UNSUSPENDED)) {
        return "Account "
            + account.getKey()
            + " is suspended ("
            + account.getValue()
            + "). Please check your payment method and spending limits.";
      }
    }
    return null;
  }

  /** Refuses an account that the key may not use that way. */
  synchronized void check(String account, boolean reading) {
    boolean visible = suspendStates.containsKey(account) || (account.equals(PUBLIC) && reading);
    if (!visible) {
      throw Code.PERMISSION_DENIED.refuse("");
    }
    if (readOnly && !reading) {
      throw Code.PERMISSION_DENIED.refuse("user role does not allow this operation");
    }
  }

  /** The accounts as resources, in the order of their names. */
  synchronized Map<String, ObjectNode> views() {
    Map<String, ObjectNode> views = new TreeMap<>();
    suspendStates.forEach((id, state) -> views.put("accounts/" + id, view(id, state)));
    return views;
  }

  private static ObjectNode view(String id, String suspendState) {
    ObjectNode view =
        Wire.object()
            .put("name", "accounts/" + id)
            .put("displayName", id)
            .put("createTime", Stamps.of(FOUNDED))
            .put("updateTime", Stamps.of(FOUNDED))
            .put("accountType", "ACCOUNT_TYPE_UNSPECIFIED")
            .put("email", World.EMAIL)
            .put("state", "READY")
            .put("suspendState", suspendState);
    view.set("status", Code.ok());
    return view;
  }
}
