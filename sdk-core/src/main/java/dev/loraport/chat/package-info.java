/**
 * Chat with a model: messages, tools, structured output, whole answers and streams. Requests,
 * answers and chunks are neutral values; what one provider alone knows is kept under its own names
 * in {@code extra()}.
 */
@NullMarked
package dev.loraport.chat;

import org.jspecify.annotations.NullMarked;
