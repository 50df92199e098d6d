/** Tests of the JUnit 5 extension, with clients that do nothing, so that no provider is needed. */
@NullMarked
package dev.loraport.testkit.junit;

import org.jspecify.annotations.NullMarked;
