/**
 * Chat with a model: messages, tools, structured output, whole answers and streams.\n * Requests,
 * answers and chunks are neutral values; what one provider alone knows is kept under its\n * own
 * names in {@code extra()}.
 */
@NullMarked
package dev.loraport.chat;

import org.jspecify.annotations.NullMarked;
