/**
 * How chat and text completions at Fireworks differ from those of others: what is sent always, what
 * is refused, and what the headers of an answer say.
 */
@NullMarked
package dev.loraport.fireworks.internal.chat;

import org.jspecify.annotations.NullMarked;
