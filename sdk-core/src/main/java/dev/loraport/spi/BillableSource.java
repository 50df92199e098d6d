package dev.loraport.spi;

import dev.loraport.billing.Billable;
import dev.loraport.billing.BillableKind;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A list of a provider's of what may cost money, for {@link Billable#list}. A provider's own source
 * takes the place of the neutral one of the same kind.
 *
 * @param kind what is listed: one source a kind
 * @param list what is there, fetched as it is gone through; what has ended is left out
 * @param stop ends what this source has listed, as its {@link Billable#end()} says, and tells what
 *     was done in one line
 */
public record BillableSource(
    BillableKind kind, Supplier<Stream<Billable>> list, Function<Billable, String> stop) {}
