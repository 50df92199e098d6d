/** Batch inference, and the operations that followed it. */
@NullMarked
package dev.loraport.nebius.internal.batch;

import org.jspecify.annotations.NullMarked;
