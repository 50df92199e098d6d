/**
 * The models that a provider lists, with their context and prices where it tells them. Being listed
 * does not mean being served, nor being tunable. What was known on a given day is in the catalog.
 */
@NullMarked
package dev.loraport.model;

import org.jspecify.annotations.NullMarked;
