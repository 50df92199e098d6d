/**
 * What is there at the providers and may cost money: deployments, jobs, batches, files, adapters,
 * with age and price, and a way to end each of them. Nothing is ended that was not asked for.
 */
@NullMarked
package dev.loraport.billing;

import org.jspecify.annotations.NullMarked;
