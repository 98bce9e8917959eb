package dev.bifrost.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The running execution, as its workflow sees it. A workflow method that declares a parameter of
 * this type gets it; every method may be called from any thread that the workflow starts, for as
 * long as the execution runs.
 */
public interface Execution {

  /** The execution's ID, as the client chose it. */
  String id();

  /** What people call it: the context's {@code name}, else the workflow's, else the method's. */
  String name();

  /**
   * How often this execution has been started, counted from 1. It never repeats for one ID, so a
   * workflow can use it as a fencing token for its own writes.
   */
  int attempt();

  /**
   * Everything that the client sent in {@code parameters}, whether the method takes it or not: JSON
   * objects as maps, arrays as lists. Unmodifiable.
   */
  Map<String, @Nullable Object> parameters();

  /**
   * The whole context of the execution as the client wrote it ({@code caller}, {@code
   * organization}, {@code tags}, fields that Bifrost does not know), less {@code secrets}.
   * Unmodifiable.
   */
  Map<String, @Nullable Object> context();

  /** On whose behalf it runs; of empty parts where the client said nothing. */
  Caller caller();

  /** For which organization it runs; empty if the client named none. */
  Optional<Organization> organization();

  /**
   * What made somebody send the execution, as the client said it; plain values as in parameters.
   */
  Optional<Object> event();

  /**
   * A secret of the execution. Wherever its value appears in what others see of the execution
   * (result, logs, errors, thread dumps), {@code ***} stands in its place.
   *
   * @param name its name in the context's {@code secrets}
   * @throws java.util.NoSuchElementException if the context has none of this name
   */
  String secret(String name);

  /** A logger whose lines become part of the result; any other SLF4J logger does the same. */
  Logger logger();

  /**
   * Tells observers how far the workflow has come. Never blocks.
   *
   * @param fraction from 0 to 1; values outside are moved to the nearer end, NaN is refused
   * @param message what is being done now, one short line
   * @throws IllegalArgumentException if {@code fraction} is not a number
   */
  void progress(double fraction, String message);

  /**
   * Shows a value in the result's {@code variables}, where it stands even if the workflow is given
   * up later; the same name again replaces it. The value is looked at now, and short: what has no
   * short form is a marker. At most 100 names; further ones are left out.
   */
  void publish(String name, @Nullable Object value);

  /**
   * Waits for a signal of this name ({@code bifrost signal ID NAME}), or takes one that came
   * already; each one is taken once in an attempt, in the order in which they came. The next
   * attempt sees all of them again.
   *
   * @param timeout most time to wait; zero to take only what is there
   * @return empty if none came in time
   * @throws InterruptedException if the execution is told to end meanwhile
   * @throws IllegalStateException if at the end of the time signals could not be read
   */
  Optional<Signal> awaitSignal(String name, Duration timeout) throws InterruptedException;

  /**
   * An empty directory of the execution's own, the same at every call; it is removed, with
   * everything in it, when the execution is over.
   *
   * @throws IOException if it cannot be made
   */
  Path scratch() throws IOException;

  /** Whether the execution was cancelled or has exceeded its timeout, and should end soon. */
  boolean isCancelled();

  /**
   * Ends the workflow at a point of its own choosing when it was cancelled; otherwise does nothing.
   *
   * @throws java.util.concurrent.CancellationException if {@link #isCancelled()}
   */
  void checkCancelled();
}
