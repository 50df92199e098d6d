/**
 * The fake of Nebius Token Factory: files, jobs, models, chat, dedicated endpoints, batches and
 * operations, each a class with its routes and its state, and what they share.
 */
@NullMarked
package dev.loraport.testkit.internal.nebius;

import org.jspecify.annotations.NullMarked;
