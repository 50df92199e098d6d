/**
 * How a tuned model is reached: the plan by dated facts and hardware presets, deployments on GPUs
 * with the guard that deletes them again, and the adapters that are loaded onto them.
 */
@NullMarked
package dev.loraport.fireworks.internal.serving;

import org.jspecify.annotations.NullMarked;
