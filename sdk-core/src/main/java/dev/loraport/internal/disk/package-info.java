/** Files that appear under their names only when they are whole. */
@NullMarked
package dev.loraport.internal.disk;

import org.jspecify.annotations.NullMarked;
