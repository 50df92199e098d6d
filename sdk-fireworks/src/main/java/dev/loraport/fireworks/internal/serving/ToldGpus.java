package dev.loraport.fireworks.internal.serving;

import dev.loraport.catalog.Fact;
import java.util.Optional;

/**
 * The GPUs that a source names for a model.
 *
 * @param gpu the GPU in the source's words, such as {@code h100}
 * @param count how many
 * @param fact where that is from
 * @param hourly the price of all of them in US dollars an hour, where a source gives one
 */
record ToldGpus(String gpu, int count, Fact fact, Optional<Fact> hourly) {}
