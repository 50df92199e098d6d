/**
 * Batch inference: many chat requests in one file, answered when there is room, at a lower price.
 * The requests are a file with one JSON object a line; the answers are another. The states are
 * those of fine-tuning jobs.
 */
@NullMarked
package dev.loraport.batch;

import org.jspecify.annotations.NullMarked;
