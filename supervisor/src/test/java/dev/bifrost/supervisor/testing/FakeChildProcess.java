package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.ControlLine;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ProcessUsage;
import java.util.ArrayList;
import java.util.List;

/** A child process that only notes what is done to it. */
public final class FakeChildProcess implements ChildProcess {

  private final ChildId id;
  private final List<String> heard = new ArrayList<>();
  private final List<String> leases = new ArrayList<>();

  FakeChildProcess(ChildId id) {
    this.id = id;
  }

  /**
   * Everything that was done to it, in order: lines, and {@code <EOF>}, {@code <TERM>}, {@code
   * <KILL>}; but for leases, which come again and again.
   */
  public List<String> heard() {
    return List.copyOf(heard);
  }

  /** The lines with leases, in order. */
  public List<String> leases() {
    return List.copyOf(leases);
  }

  @Override
  public long pid() {
    return 1000L + id.number();
  }

  @Override
  public void send(List<ControlLine> lines) {
    lines.forEach(
        line -> (line.kind() == ControlLine.Kind.LEASE ? leases : heard).add(line.text()));
  }

  @Override
  public void closeInput() {
    heard.add("<EOF>");
  }

  @Override
  public void terminate() {
    heard.add("<TERM>");
  }

  @Override
  public void kill() {
    heard.add("<KILL>");
  }

  @Override
  public ProcessUsage usage() {
    return ProcessUsage.UNKNOWN;
  }

  @Override
  public ProcessUsage processorTime() {
    return ProcessUsage.UNKNOWN;
  }
}
