/**
 * What is known without a key: dated facts about providers, each with its source. A question names
 * a day and is answered with yes, no or unknown. The facts are JSON resources of the provider
 * modules; {@link dev.loraport.catalog.Planner} ranks by them what to tune and how to serve it.
 */
@NullMarked
package dev.loraport.catalog;

import org.jspecify.annotations.NullMarked;
