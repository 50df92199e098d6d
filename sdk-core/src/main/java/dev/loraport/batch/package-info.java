/**
 * Batch inference: many chat requests in one file, answered when there is room, at a lower price.\n
 * * The requests are a file with one JSON object a line; the answers are another.\n * The states
 * are those of fine-tuning jobs.
 */
@NullMarked
package dev.loraport.batch;

import org.jspecify.annotations.NullMarked;
