/**
 * Fine-tuning jobs of the three kinds: the request, the job object, its states, metrics and prices,
 * and the look for a job whose answer was lost.
 */
@NullMarked
package dev.loraport.fireworks.internal.tuning;

import org.jspecify.annotations.NullMarked;
