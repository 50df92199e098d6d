/**
 * Batch inference jobs of the fake of Fireworks AI: a data set of requests is answered into a data
 * set of results.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks.batch;

import org.jspecify.annotations.NullMarked;
