package dev.bifrost.child.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.stdio.ChildLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastDitchTest {

  @Test
  void itDumpsTheThreadsAndThenHalts() throws InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ChildLog log = new ChildLog(new PrintStream(text, true, StandardCharsets.UTF_8));
    CountDownLatch halted = new CountDownLatch(1);

    new LastDitch(log, Duration.ZERO, halted::countDown).arm();

    assertTrue(halted.await(30, TimeUnit.SECONDS));
    String said = text.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("It is halted now."), said);
    assertTrue(said.contains("LastDitchTest.itDumpsTheThreadsAndThenHalts"), said);
  }
}
