/**
 * What all services call with: addresses, settings, the form of errors, and lists. The wire facts
 * are those of the provider's API from 2025 to October 2026.
 */
@NullMarked
package dev.loraport.nebius.internal.wire;

import org.jspecify.annotations.NullMarked;
