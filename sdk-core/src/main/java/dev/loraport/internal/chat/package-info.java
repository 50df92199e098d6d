/**
 * The chat codec and its transports of chunks: requests are written, answers and events are read
 * with a streaming parser, without databind and without a tree in between. Not for anyone outside
 * this module.
 */
@NullMarked
package dev.loraport.internal.chat;

import org.jspecify.annotations.NullMarked;
