/** The provider module for Together. */
@NullMarked
package dev.loraport.together;

import org.jspecify.annotations.NullMarked;
