/**
 * Fine-tuning jobs of all three kinds: what a request may say, the states on the way, metrics,
 * estimates and results. Part of the fake of Fireworks.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks.job;

import org.jspecify.annotations.NullMarked;
