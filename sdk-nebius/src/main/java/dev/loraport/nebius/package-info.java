/**
 * Nebius: the client, what is known of the provider with dates and sources, and the rules for its
 * data sets. Start with {@link dev.loraport.nebius.NebiusClient}. All else is in packages that are
 * not exported.
 */
@NullMarked
package dev.loraport.nebius;

import org.jspecify.annotations.NullMarked;
