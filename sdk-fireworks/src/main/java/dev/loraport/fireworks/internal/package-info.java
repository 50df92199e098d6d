/** The client of Fireworks: settings, the services wired to one way of a call, capabilities. */
@NullMarked
package dev.loraport.fireworks.internal;

import org.jspecify.annotations.NullMarked;
