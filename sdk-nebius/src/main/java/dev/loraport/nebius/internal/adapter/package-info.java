/** Serverless adapters: custom models by {@code /v0/models}, while the service lasted. */
@NullMarked
package dev.loraport.nebius.internal.adapter;

import org.jspecify.annotations.NullMarked;
