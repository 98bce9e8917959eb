package dev.bifrost.child.stdio;

import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output of user code in a process that is shared with others, such as a test: only what the
 * threads of the execution print and log is taken, everything else goes where it always went.
 */
public final class ThreadOutput implements UserOutput, LineSink, AutoCloseable {

  private record Execution(LineSink lines, BooleanSupplier fromWorkflow) {}

  private final LineCapture output;
  private final LineCapture errors;
  private final LoggingTap logging;
  private volatile @Nullable Execution running;

  /**
   * @param longest most bytes of a printed line
   */
  public ThreadOutput(int longest) {
    this.output = new LineCapture(LogSource.STDOUT, longest, this);
    this.errors = new LineCapture(LogSource.STDERR, longest, this);
    this.logging = new LoggingTap(this, this::isFromWorkflow);
  }

  /**
   * What {@code System.out} is to be.
   *
   * @param other takes what other threads print
   */
  public PrintStream output(PrintStream other) {
    return switched(output, other);
  }

  /**
   * What {@code System.err} is to be.
   *
   * @param other takes what other threads print
   */
  public PrintStream errors(PrintStream other) {
    return switched(errors, other);
  }

  @Override
  public void prepare() {
    logging.open();
  }

  @Override
  public void begin(LineSink lines, BooleanSupplier fromWorkflow) {
    running = new Execution(lines, fromWorkflow);
  }

  @Override
  public List<LogLine> end() {
    running = null;
    return Stream.of(output.takePartial(), errors.takePartial()).flatMap(Optional::stream).toList();
  }

  @Override
  public void accept(LogLine line) {
    Execution execution = running;
    if (execution != null) {
      execution.lines().accept(line);
    }
  }

  /** Gives the logging libraries back; idempotent. */
  @Override
  public void close() {
    running = null;
    logging.close();
  }

  private PrintStream switched(LineCapture capture, PrintStream other) {
    return new PrintStream(
        new SwitchedStream(this::isFromWorkflow, capture, other), false, StandardCharsets.UTF_8);
  }

  private boolean isFromWorkflow() {
    Execution execution = running;
    return execution != null && execution.fromWorkflow().getAsBoolean();
  }
}
