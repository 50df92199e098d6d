/**
 * The provider-neutral half of every fake: MockWebServer on tracked sockets, bodies spooled to
 * disk, routing, field checks, timelines, and the writer that carries out faults on the wire. Knows
 * no provider and nothing of the SDK under test.
 */
@NullMarked
package dev.loraport.testkit.internal.engine;

import org.jspecify.annotations.NullMarked;
