package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ProcessUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts children that exist on paper; the test says what they say and how they end. */
public final class FakeLauncher implements ChildLauncher {

  private final Map<ChildId, FakeChildProcess> processes = new LinkedHashMap<>();
  private final List<ChildId> launched = new ArrayList<>();
  private @Nullable ChildListener listener;

  @Override
  public void launch(ChildId id, ChildListener childListener) {
    listener = childListener;
    launched.add(id);
  }

  @Override
  public void close() {}

  /** All children whose start was asked for, in order. */
  public List<ChildId> launched() {
    return List.copyOf(launched);
  }

  /** The process of a child that was let run. */
  public FakeChildProcess process(int number) {
    FakeChildProcess process = processes.get(new ChildId(number));
    if (process == null) {
      throw new AssertionError("child-" + number + " has no process; launched: " + launched);
    }
    return process;
  }

  /** Whether the process of this child was let run. */
  public boolean isRunning(int number) {
    return processes.containsKey(new ChildId(number));
  }

  /** Lets the process of a child run. */
  public void run(int number) {
    ChildId id = new ChildId(number);
    FakeChildProcess process = new FakeChildProcess(id);
    processes.put(id, process);
    listener().launched(id, process);
  }

  /** Fails to start a child. */
  public void fail(int number, String reason) {
    listener().launchFailed(new ChildId(number), reason);
  }

  /** Lets a child say something. */
  public void say(int number, ChildMessage message) {
    listener().said(new ChildId(number), message);
  }

  /** Lets a child say {@code ready}. */
  public void ready(int number) {
    say(number, new ChildMessage.Ready(1000 + number, "test", Duration.ofMillis(100)));
  }

  /** Lets a child answer. */
  public void answer(int number, ExecutionResult result) {
    say(number, new ChildMessage.Started(result.id()));
    say(number, new ChildMessage.Result(result, null));
  }

  /** Lets a child say that it has begun. */
  public void begin(int number, String id) {
    say(number, new ChildMessage.Started(new ExecutionId(id)));
  }

  /** Lets a child send something that is no message. */
  public void babble(int number, String evidence) {
    listener().babbled(new ChildId(number), evidence);
  }

  /** Ends a child's process with this exit status. */
  public void exit(int number, int status, String lastOutput) {
    gone(number, new ChildExit(status, Optional.empty(), lastOutput, ProcessUsage.UNKNOWN));
  }

  /** Ends a child's process. */
  public void gone(int number, ChildExit exit) {
    listener().gone(new ChildId(number), exit);
  }

  private ChildListener listener() {
    if (listener == null) {
      throw new AssertionError("No child was asked for");
    }
    return listener;
  }
}
