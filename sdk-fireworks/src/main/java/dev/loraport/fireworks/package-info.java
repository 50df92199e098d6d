/** The provider module for Fireworks. */
@NullMarked
package dev.loraport.fireworks;

import org.jspecify.annotations.NullMarked;
