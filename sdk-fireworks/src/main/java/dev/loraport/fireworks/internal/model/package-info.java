/** The list of models: those of the account, then the public ones. */
@NullMarked
package dev.loraport.fireworks.internal.model;

import org.jspecify.annotations.NullMarked;
