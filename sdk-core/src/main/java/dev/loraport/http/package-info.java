/**
 * What a user may plug into the calls: time limits, retries, interceptors, listeners, transports. *
 * The pipeline itself is not public. Nothing here blocks, and no interceptor ever sees a key.
 */
@NullMarked
package dev.loraport.http;

import org.jspecify.annotations.NullMarked;
