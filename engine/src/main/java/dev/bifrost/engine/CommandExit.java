package dev.bifrost.engine;

import java.util.Optional;

/**
 * How a command ended.
 *
 * @param program the program, as it was named
 * @param code its exit code
 * @param retire why this JVM should run nothing more; empty if the command left nothing behind
 */
record CommandExit(String program, int code, Optional<String> retire) {}
