/**
 * The exceptions, all unchecked. The first split: the server answered ({@link
 * dev.loraport.error.ApiException}) or it did not ({@link dev.loraport.error.TransportException}).
 * Messages are one line, without secrets.
 */
@NullMarked
package dev.loraport.error;

import org.jspecify.annotations.NullMarked;
