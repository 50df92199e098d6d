/**
 * Routes, wire shapes and state of the fake of Together AI, one class per concern: files, jobs,
 * adapters, the v2 registry and its deployments, chat, batches. Written from the provider's
 * published behaviour, without any code of the SDK.
 */
@NullMarked
package dev.loraport.testkit.internal.together;

import org.jspecify.annotations.NullMarked;
