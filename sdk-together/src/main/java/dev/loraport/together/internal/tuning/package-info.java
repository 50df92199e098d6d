/**
 * Fine-tuning jobs: the request, the job object, its states, events, checkpoints and prices, and
 * the search for a job whose answer was lost.
 */
@NullMarked
package dev.loraport.together.internal.tuning;

import org.jspecify.annotations.NullMarked;
