/**
 * Where models of the fake of Fireworks AI are served: deployments on GPUs, their shapes, the LoRA
 * addons loaded on them, and what a model string of an inference call leads to.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks.serving;

import org.jspecify.annotations.NullMarked;
