package dev.bifrost.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What somebody told a running execution.
 *
 * @param name what it is about
 * @param data what came with it: JSON objects as maps, arrays as lists; text that is no JSON as it
 *     is; null if nothing came
 */
public record Signal(String name, @Nullable Object data) {}
