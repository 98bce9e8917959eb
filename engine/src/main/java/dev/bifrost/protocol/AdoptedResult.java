package dev.bifrost.protocol;

/**
 * The result of one execution as the result of another one.
 *
 * @param result how the other one ended, under the ID of the one that adopts it
 * @param json what its clients read
 */
public record AdoptedResult(ExecutionResult result, JsonText json) {}
