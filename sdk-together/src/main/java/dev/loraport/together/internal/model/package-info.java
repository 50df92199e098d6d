/** The list of models, with context and prices where the provider tells them. */
@NullMarked
package dev.loraport.together.internal.model;

import org.jspecify.annotations.NullMarked;
