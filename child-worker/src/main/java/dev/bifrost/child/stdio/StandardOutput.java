package dev.bifrost.child.stdio;

import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The output of user code in a process of its own: everything that is printed or logged while an
 * execution runs is taken as its, whatever thread it comes from.
 */
public final class StandardOutput implements UserOutput, LineSink {

  private record Execution(LineSink lines, BooleanSupplier fromWorkflow) {}

  private final ChildLog own;
  private final LineCapture output;
  private final LineCapture errors;
  private volatile @Nullable Execution running;

  /**
   * @param own takes what nobody's execution printed
   * @param longest most bytes of a printed line
   */
  public StandardOutput(ChildLog own, int longest) {
    this.own = own;
    this.output = new LineCapture(LogSource.STDOUT, longest, this);
    this.errors = new LineCapture(LogSource.STDERR, longest, this);
  }

  /** What {@code System.out} is to be. */
  public PrintStream output() {
    return new PrintStream(output, false, StandardCharsets.UTF_8);
  }

  /** What {@code System.err} is to be. */
  public PrintStream errors() {
    return new PrintStream(errors, false, StandardCharsets.UTF_8);
  }

  @Override
  public void prepare() {
    LoggedLines logged = new LoggedLines(this, own, this::isFromWorkflow);
    LogbackConfigurator.use(logged);
    LoggerFactory.getILoggerFactory();
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JavaLogLines(logged));
  }

  @Override
  public void begin(LineSink lines, BooleanSupplier fromWorkflow) {
    takePartials().forEach(this::accept); // What was left over belongs to nobody.
    running = new Execution(lines, fromWorkflow);
  }

  @Override
  public List<LogLine> end() {
    running = null;
    return takePartials();
  }

  @Override
  public void accept(LogLine line) {
    Execution execution = running;
    if (execution != null) {
      execution.lines().accept(line);
      return;
    }
    own.write(line.level(), line.logger(), "outside of any execution: " + line.message());
  }

  private boolean isFromWorkflow() {
    Execution execution = running;
    return execution != null && execution.fromWorkflow().getAsBoolean();
  }

  private List<LogLine> takePartials() {
    return Stream.of(output.takePartial(), errors.takePartial()).flatMap(Optional::stream).toList();
  }
}
