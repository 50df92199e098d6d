/** Rules of the house, checked over the classes of all modules. */
@NullMarked
package dev.loraport.checks;

import org.jspecify.annotations.NullMarked;
