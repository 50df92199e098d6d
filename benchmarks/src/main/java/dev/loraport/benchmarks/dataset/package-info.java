/** How fast a data set is checked, beside a bare pass of Jackson over the same file. */
@NullMarked
package dev.loraport.benchmarks.dataset;

import org.jspecify.annotations.NullMarked;
