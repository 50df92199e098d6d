/**
 * What all services of Fireworks share: addresses of both planes, the account of the key, resource
 * names, lists, error bodies, the rules for repeating calls, and signed uploads.
 */
@NullMarked
package dev.loraport.fireworks.internal.wire;

import org.jspecify.annotations.NullMarked;
