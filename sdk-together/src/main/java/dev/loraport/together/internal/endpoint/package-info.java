/** Endpoints of the first API: what is left of them since July 2026. */
@NullMarked
package dev.loraport.together.internal.endpoint;

import org.jspecify.annotations.NullMarked;
