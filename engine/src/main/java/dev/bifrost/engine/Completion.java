package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionResult;
import java.util.Optional;

/**
 * What the engine says when an execution is over.
 *
 * @param result the result, without resource usage
 * @param retire why this JVM must run nothing more, such as a thread that does not end; empty if it
 *     is as clean as before
 */
public record Completion(ExecutionResult result, Optional<String> retire) {}
