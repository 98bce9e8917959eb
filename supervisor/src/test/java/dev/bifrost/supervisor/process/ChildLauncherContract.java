package dev.bifrost.supervisor.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every {@link ChildLauncher}, be its children processes or a test's words. */
abstract class ChildLauncherContract {

  static final ChildId ID = new ChildId(1);

  /** A launcher whose first child will run, say that it is ready, and do what it is told. */
  abstract ChildLauncher launcher();

  /** A launcher that can start nothing. */
  abstract ChildLauncher brokenLauncher();

  /** Has the child be as it would be by itself after its launch. */
  abstract void comeUp();

  /** Has the child exit with code 3. */
  abstract void exit(ChildProcess process);

  @Test
  void aChildIsLaunchedThenSpeaksThenIsGone() {
    Order order = new Order();
    launcher().launch(ID, order);
    comeUp();
    order.awaitLast("ready");
    exit(order.process());
    order.awaitLast("gone 3");

    assertEquals(List.of("launched", "ready", "gone 3"), order.heard);
  }

  @Test
  void aFailedLaunchIsToldAlone() {
    Order order = new Order();
    brokenLauncher().launch(ID, order);
    order.awaitLast("failed");

    assertEquals(List.of("failed"), order.heard);
  }

  @Test
  void whatIsDoneToAChildThatIsGoneHurtsNobody() {
    Order order = new Order();
    launcher().launch(ID, order);
    comeUp();
    order.awaitLast("ready");
    exit(order.process());
    order.awaitLast("gone 3");

    order.process().send(new ControlLine.Run(new ExecutionId("late")));
    order.process().closeInput();
    order.process().terminate();
    order.process().kill();
    ProcessUsage unused = order.process().usage();

    assertEquals(List.of("launched", "ready", "gone 3"), order.heard);
  }

  /** Notes what is heard in its order. */
  private static final class Order implements ChildListener {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile @Nullable ChildProcess process;

    ChildProcess process() {
      ChildProcess launched = process;
      if (launched == null) {
        throw new AssertionError("No process; heard " + heard);
      }
      return launched;
    }

    void awaitLast(String what) {
      await(what)
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .untilAsserted(
              () -> assertEquals(what, heard.isEmpty() ? "" : heard.get(heard.size() - 1)));
    }

    @Override
    public void launched(ChildId id, ChildProcess launched) {
      process = launched;
      heard.add("launched");
    }

    @Override
    public void launchFailed(ChildId id, String reason) {
      heard.add("failed");
    }

    @Override
    public void said(ChildId id, ChildMessage message) {
      if (message.kind() == ChildMessage.Kind.READY) {
        heard.add("ready");
      }
    }

    @Override
    public void printed(ChildId id, String text) {
      heard.add("printed " + text);
    }

    @Override
    public void babbled(ChildId id, String evidence) {
      heard.add("babbled " + evidence);
    }

    @Override
    public void gone(ChildId id, ChildExit exit) {
      heard.add("gone " + exit.status());
    }
  }
}
