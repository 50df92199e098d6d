/**
 * All that a provider module is built on: the way of a call through retries, credentials and
 * transport, the chat codec, paging and dated facts. Exported, so that anyone can write a provider.
 * Applications have no need of it.
 */
@NullMarked
package dev.loraport.spi;

import org.jspecify.annotations.NullMarked;
