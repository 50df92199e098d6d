/**
 * Files at a provider: uploads in constant memory with progress, lists, downloads that are whole *
 * or not there. At Fireworks a file is a data set. The names of remote files never become paths
 * unchecked.
 */
@NullMarked
package dev.loraport.file;

import org.jspecify.annotations.NullMarked;
