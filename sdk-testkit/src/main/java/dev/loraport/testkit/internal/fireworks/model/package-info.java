/** Models: public bases, uploaded LoRA addons and tuned models. Part of the fake of Fireworks. */
@NullMarked
package dev.loraport.testkit.internal.fireworks.model;

import org.jspecify.annotations.NullMarked;
