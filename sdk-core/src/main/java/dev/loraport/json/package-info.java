/**
 * {@link dev.loraport.json.Json}, the only JSON type in public signatures, and the base of the open
 * enums, whose unknown values are values and never errors. Values of this library are written to
 * JSON text and read back by it.
 */
@NullMarked
package dev.loraport.json;

import org.jspecify.annotations.NullMarked;
