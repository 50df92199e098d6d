/**
 * Fake model providers for tests: stateful, strict, without a key and without a bill. A fake
 * listens on a loopback port, keeps files, jobs, adapters and deployments like the real service,
 * moves jobs at a chosen pace, and disturbs calls on request.
 */
@NullMarked
package dev.loraport.testkit;

import org.jspecify.annotations.NullMarked;
