@NullMarked
package dev.loraport.testkit.internal.engine;

import org.jspecify.annotations.NullMarked;
