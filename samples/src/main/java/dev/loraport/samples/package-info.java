/** Programs that show the SDK at work. */
@NullMarked
package dev.loraport.samples;

import org.jspecify.annotations.NullMarked;
