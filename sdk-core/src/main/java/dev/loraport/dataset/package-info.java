/**
 * A JSONL training file: what is in it, and whether a provider would take it. The check reads a
 * file of any size in constant memory and reports every finding with its line, column and JSON
 * path, before a byte is sent or paid for.
 */
@NullMarked
package dev.loraport.dataset;

import org.jspecify.annotations.NullMarked;
