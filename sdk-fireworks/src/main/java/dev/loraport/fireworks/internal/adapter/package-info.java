/**
 * Adapters: models of the kind that is added to a base. They come from a PEFT folder, from a job or
 * by an import, and are downloaded again.
 */
@NullMarked
package dev.loraport.fireworks.internal.adapter;

import org.jspecify.annotations.NullMarked;
