/** Fake servers that behave as the providers do, for tests without a key and without a bill. */
@NullMarked
package dev.loraport.testkit;

import org.jspecify.annotations.NullMarked;
