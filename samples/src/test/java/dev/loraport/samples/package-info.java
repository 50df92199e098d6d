/** Runs the samples, and holds the README to what the code says. */
@NullMarked
package dev.loraport.samples;

import org.jspecify.annotations.NullMarked;
