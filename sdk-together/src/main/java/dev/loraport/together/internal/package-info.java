/**
 * Puts the client together: addresses, settings, credentials and the services over one way of a
 * call. Not exported. The wire facts are those of the provider's API as of August 2026.
 */
@NullMarked
package dev.loraport.together.internal;

import org.jspecify.annotations.NullMarked;
