/** Benchmarks of what is not public. */
@NullMarked
package dev.loraport.internal.chat;

import org.jspecify.annotations.NullMarked;
