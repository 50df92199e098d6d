/**
 * Checks of the finished jars: their size, their tree, and programs that use them as a stranger.
 */
@NullMarked
package dev.loraport.checks.packaged;

import org.jspecify.annotations.NullMarked;
