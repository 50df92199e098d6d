/**
 * Exact counts of tokens by the encodings of OpenAI, whose open models are {@code gpt-oss-20b} and
 * {@code gpt-oss-120b}.
 */
@NullMarked
package dev.loraport.jtokkit;

import org.jspecify.annotations.NullMarked;
