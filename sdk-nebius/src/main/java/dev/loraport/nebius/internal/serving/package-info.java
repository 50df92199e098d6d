/** Serving: plans by dated facts, serverless adapters, and dedicated endpoints. */
@NullMarked
package dev.loraport.nebius.internal.serving;

import org.jspecify.annotations.NullMarked;
