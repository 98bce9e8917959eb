package dev.bifrost.supervisor.chaos;

import java.io.IOException;

/** Sends signals, as an operator does. */
final class Signal {

  private Signal() {}

  /** A process that is gone does not get it. */
  static void send(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
