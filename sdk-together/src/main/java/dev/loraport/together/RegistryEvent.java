package dev.loraport.together;

import java.time.Instant;
import java.util.Optional;

/**
 * What happened in an upload.
 *
 * @param id its id
 * @param createdAt when it happened
 * @param level how grave it is, such as {@code LEVEL_INFO}
 * @param type what it is about
 * @param message the same in words
 */
public record RegistryEvent(
    Optional<String> id,
    Optional<Instant> createdAt,
    Optional<String> level,
    Optional<String> type,
    Optional<String> message) {}
