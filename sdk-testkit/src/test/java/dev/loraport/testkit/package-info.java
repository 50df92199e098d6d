/** Tests of the fakes through plain HTTP. */
@NullMarked
package dev.loraport.testkit;

import org.jspecify.annotations.NullMarked;
