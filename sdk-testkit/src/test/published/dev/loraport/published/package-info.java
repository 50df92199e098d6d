/** The documents that providers have published, for the tests of several modules. */
@NullMarked
package dev.loraport.published;

import org.jspecify.annotations.NullMarked;
