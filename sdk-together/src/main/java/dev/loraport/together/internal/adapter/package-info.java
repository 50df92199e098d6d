/** Adapters: upload jobs of the first API, registry models of the second. */
@NullMarked
package dev.loraport.together.internal.adapter;

import org.jspecify.annotations.NullMarked;
