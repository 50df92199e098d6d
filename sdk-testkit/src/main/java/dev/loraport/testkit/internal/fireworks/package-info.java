/**
 * The fake of Fireworks AI as a whole. Its concerns have packages of their own below this one, and
 * meet in the table of routes.
 */
@NullMarked
package dev.loraport.testkit.internal.fireworks;

import org.jspecify.annotations.NullMarked;
