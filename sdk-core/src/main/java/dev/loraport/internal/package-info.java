/**
 * What only the core itself uses. Not exported to anyone.
 */
@NullMarked
package dev.loraport.internal;

import org.jspecify.annotations.NullMarked;
