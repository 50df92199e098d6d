/**
 * What every provider client of this library has to keep to, as a test class to extend. It needs a
 * fake of the provider and says with its own words what is missing. Driven by capabilities.
 */
@NullMarked
package dev.loraport.testkit.contract;

import org.jspecify.annotations.NullMarked;
