/**
 * What a provider module is built on. Exported, so that anyone can write a provider. Programs that
 * use the SDK do not need it.
 */
@NullMarked
package dev.loraport.spi;

import org.jspecify.annotations.NullMarked;
