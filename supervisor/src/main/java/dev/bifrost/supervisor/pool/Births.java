package dev.bifrost.supervisor.pool;

import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.ChildListener;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * How the children of a pool come into the world.
 *
 * @param launcher starts them
 * @param listener hears of every child, on the children's threads
 * @param numbers the number of the next child; no other child of the supervisor has it
 * @param room whether the memory allows another one now
 */
public record Births(
    ChildLauncher launcher, ChildListener listener, IntSupplier numbers, BooleanSupplier room) {}
