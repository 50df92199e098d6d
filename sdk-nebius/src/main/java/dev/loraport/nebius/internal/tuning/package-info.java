/** Fine-tuning jobs: the request, the job object, its events and checkpoints, and their weights. */
@NullMarked
package dev.loraport.nebius.internal.tuning;

import org.jspecify.annotations.NullMarked;
