/**
 * Answers of models, and arguments of tools, as records and classes: their JSON schema is made from
 * the class, and what a model wrote is read into it or refused with a reason.
 */
@NullMarked
package dev.loraport.structured;

import org.jspecify.annotations.NullMarked;
