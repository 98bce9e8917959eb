package dev.bifrost.child.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

  @Test
  void aParentThatLivesIsNotGone() {
    assertFalse(new ParentWatch(() -> {}).isGone());
  }

  @Test
  void noParentIsNeverGone() {
    assertFalse(new ParentWatch(Optional.empty(), () -> {}).isGone());
  }

  @Test
  void aParentThatEndedIsReported() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "300").start();
    CountDownLatch gone = new CountDownLatch(1);
    ParentWatch watch = new ParentWatch(Optional.of(process.toHandle()), gone::countDown);
    process.destroyForcibly().waitFor();

    watch.start();

    assertTrue(gone.await(30, TimeUnit.SECONDS));
  }

  @Test
  void theProcessTreeIsKilledToItsLeaves() throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 300 & echo $!; wait").start();
    String sleeper = shell.inputReader().readLine();

    assertEquals(2, ProcessTree.kill());

    assertTrue(shell.waitFor(30, TimeUnit.SECONDS));
    ProcessHandle.of(Long.parseLong(sleeper)).ifPresent(left -> left.onExit().join());
  }
}
