/**
 * JSON values from and to text, on Jackson's streaming API. Databind is behind one class, loaded
 * only when a value is written or read whole. Not for anyone outside this module.
 */
@NullMarked
package dev.loraport.internal.json;

import org.jspecify.annotations.NullMarked;
