package dev.bifrost.workflow;

import java.util.Optional;

/** On whose behalf an execution runs, as the client said it. */
public record Caller(Optional<String> userId, Optional<String> email, Optional<String> name) {}
