/** Batch inference: the batch object, its states, and the calls. */
@NullMarked
package dev.loraport.together.internal.batch;

import org.jspecify.annotations.NullMarked;
