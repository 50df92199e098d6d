/** Files: one multipart form up, the file object, downloads and links. */
@NullMarked
package dev.loraport.nebius.internal.file;

import org.jspecify.annotations.NullMarked;
