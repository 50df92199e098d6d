/**
 * Puts the client together: addresses, settings, credentials and the services over one way of a
 * call. Not exported.
 */
@NullMarked
package dev.loraport.nebius.internal;

import org.jspecify.annotations.NullMarked;
