/**
 * How a tuned model is reached: serverless, or on a dedicated deployment that costs by the hour. *
 * A plan says what would happen and cost before anything is created. A served model is a guard:
 * closing it deletes what was created for it.
 */
@NullMarked
package dev.loraport.serving;

import org.jspecify.annotations.NullMarked;
