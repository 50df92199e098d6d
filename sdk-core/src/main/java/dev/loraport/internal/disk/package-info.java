/** Files that appear under their names only when they are whole, and what unpacks files. */
@NullMarked
package dev.loraport.internal.disk;

import org.jspecify.annotations.NullMarked;
