/** Data sets: records, their files, uploads and downloads. Part of the fake of Fireworks. */
@NullMarked
package dev.loraport.testkit.internal.fireworks.data;

import org.jspecify.annotations.NullMarked;
