/** Batch inference: data sets in and out, the states, and the calls. */
@NullMarked
package dev.loraport.fireworks.internal.batch;

import org.jspecify.annotations.NullMarked;
