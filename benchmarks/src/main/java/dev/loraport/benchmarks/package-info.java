/** Measures whole programs, each in a process of its own, against a light loopback server. */
@NullMarked
package dev.loraport.benchmarks;

import org.jspecify.annotations.NullMarked;
