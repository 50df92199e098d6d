/**
 * What is known of Nebius before a key is needed: dated facts on tuning, serving and prices, and
 * the rules of its training files. The client is not there yet: nothing in this package sends a
 * request.
 */
@NullMarked
package dev.loraport.nebius;

import org.jspecify.annotations.NullMarked;
