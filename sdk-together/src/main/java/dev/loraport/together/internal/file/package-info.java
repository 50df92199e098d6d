/** Files: the two upload flows, the file object and its states, downloads. */
@NullMarked
package dev.loraport.together.internal.file;

import org.jspecify.annotations.NullMarked;
