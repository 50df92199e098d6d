/**
 * Fine-tuning jobs: what to train, how far it is, what it has left behind, and waiting for it. The
 * states are one vocabulary for all providers; the provider's own word is always beside it.
 * Creating a job is the moment from which money is spent.
 */
@NullMarked
package dev.loraport.tuning;

import org.jspecify.annotations.NullMarked;
