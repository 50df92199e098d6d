/**
 * How a tuned model is reached: the plan by dated facts and live prices, the serverless probe, and
 * dedicated endpoints with the guard that deletes them again.
 */
@NullMarked
package dev.loraport.together.internal.serving;

import org.jspecify.annotations.NullMarked;
