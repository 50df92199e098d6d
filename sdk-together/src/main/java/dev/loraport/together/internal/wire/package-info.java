/**
 * What all services of Together share: addresses, lists in their three shapes, error bodies and the
 * rules for repeating calls.
 */
@NullMarked
package dev.loraport.together.internal.wire;

import org.jspecify.annotations.NullMarked;
