/** The provider module for Nebius. */
@NullMarked
package dev.loraport.nebius;

import org.jspecify.annotations.NullMarked;
