/**
 * Data sets in Parquet files, such as those of the Hugging Face hub: with this artifact on the
 * class path each row is read as a JSON object, like a row of any other data set.
 */
@NullMarked
package dev.loraport.parquet;

import org.jspecify.annotations.NullMarked;
