/**
 * LoRA adapters: where their weights come from, and how they are made known to a provider so that *
 * they can be served. The values are neutral; what a provider takes is said by its capabilities,
 * before a byte is sent.
 */
@NullMarked
package dev.loraport.adapter;

import org.jspecify.annotations.NullMarked;
