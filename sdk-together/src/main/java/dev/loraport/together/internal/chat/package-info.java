/** The chat completions of Together: what they take, and what they take together. */
@NullMarked
package dev.loraport.together.internal.chat;

import org.jspecify.annotations.NullMarked;
