package dev.loraport.nebius.internal;

import dev.loraport.Capability;
import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableEnd;
import dev.loraport.billing.BillableKind;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.nebius.DataOperation;
import dev.loraport.nebius.DataOperationId;
import dev.loraport.nebius.DataOperations;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.spi.BillableSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may cost money and is Nebius' own: the operations of Data Lab. */
record Running(DataOperations operations) {
  // far above what an account may have under way
  private static final int MOST = 10_001;
  private static final BillableEnd CANCEL =
      BillableEnd.cancel("what is not done yet; no source says what becomes of what is done");

  List<BillableSource> sources() {
    return List.of(new BillableSource(BillableKind.OPERATION, this::list, this::cancel));
  }

  // who may not see them, or on a day without them, has none
  private Stream<Billable> list() {
    try {
      List<DataOperation> running =
          operations.list().stream()
              .filter(operation -> !operation.state().isTerminal())
              .limit(MOST)
              .toList();
      return running.stream().map(Running::item);
    } catch (PermissionDeniedException | NotFoundException e) {
      UnsupportedCapabilityException none =
          new UnsupportedCapabilityException(
              Settings.PROVIDER,
              Capability.of("data_operations"),
              "the account has no operations of Data Lab (" + e.getMessage() + ")");
      none.addSuppressed(e);
      throw none;
    }
  }

  private static Billable item(DataOperation operation) {
    return new Billable(
        Settings.PROVIDER,
        BillableKind.OPERATION,
        operation.id().value(),
        operation.type(),
        operation.state().name(),
        operation.createdAt(),
        Optional.empty(),
        CANCEL);
  }

  private String cancel(Billable item) {
    return "asked to end; it is " + operations.cancel(DataOperationId.of(item.id())).state();
  }
}
