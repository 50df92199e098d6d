/**
 * The JUnit 5 extension: a test names a fake, a client, a clock as parameters and gets them, joined
 * and strict, and closed afterwards. No static state, no system properties, safe in parallel.
 */
@NullMarked
package dev.loraport.testkit.junit;

import org.jspecify.annotations.NullMarked;
