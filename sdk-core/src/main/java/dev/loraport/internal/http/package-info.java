/**
 * The pipeline of a call: one small class per concern, from the total deadline down to the
 * transport on {@link java.net.http.HttpClient}. Not for anyone outside this module.
 */
@NullMarked
package dev.loraport.internal.http;

import org.jspecify.annotations.NullMarked;
