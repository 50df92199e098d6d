/**
 * Data sets that are packed with Zstandard, such as {@code train.jsonl.zst}: with this module on
 * the class path or module path they are read like any other.
 */
@NullMarked
package dev.loraport.zstd;

import org.jspecify.annotations.NullMarked;
