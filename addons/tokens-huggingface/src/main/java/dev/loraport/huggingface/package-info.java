/** Exact counts of tokens by the {@code tokenizer.json} of a model, as it is beside its weights. */
@NullMarked
package dev.loraport.huggingface;

import org.jspecify.annotations.NullMarked;
