package dev.bifrost.workflow;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For which organization an execution runs, as the client said it.
 *
 * @param details everything that the client said about it, ID and name included; unmodifiable
 */
public record Organization(
    Optional<String> id, Optional<String> name, Map<String, @Nullable Object> details) {}
