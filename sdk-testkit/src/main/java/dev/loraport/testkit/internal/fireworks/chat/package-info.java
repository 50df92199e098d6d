/**
 * The inference plane of the fake of Fireworks AI: its closed request schema, chat, text
 * completions and the list of models, in snake case and with error bodies of their own.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks.chat;

import org.jspecify.annotations.NullMarked;
