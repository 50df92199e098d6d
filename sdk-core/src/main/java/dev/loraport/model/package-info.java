/** Sample package, removed when the real values are there. */
@NullMarked
package dev.loraport.model;

import org.jspecify.annotations.NullMarked;
