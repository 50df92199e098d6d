/** The list of models, with context and prices. */
@NullMarked
package dev.loraport.nebius.internal.model;

import org.jspecify.annotations.NullMarked;
