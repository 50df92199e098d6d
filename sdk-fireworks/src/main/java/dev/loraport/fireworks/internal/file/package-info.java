/**
 * Data sets as files: their ids, the two ways of an upload, the record and its states, downloads.
 */
@NullMarked
package dev.loraport.fireworks.internal.file;

import org.jspecify.annotations.NullMarked;
