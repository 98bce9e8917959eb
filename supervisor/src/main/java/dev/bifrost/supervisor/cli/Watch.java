package dev.bifrost.supervisor.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows a picture again and again: in place on a terminal, where Ctrl-C ends it in good order; one
 * below the other elsewhere, until the process or the thread is stopped.
 */
final class Watch {

  private static final String HIDE_CURSOR = "\u001B[?25l";
  private static final String SHOW_CURSOR = "\u001B[?25h";
  private static final String TOP_LEFT = "\u001B[H";
  private static final String REST_OF_LINE = "\u001B[K";
  private static final String REST_OF_SCREEN = "\u001B[J";

  private final Output output;
  private final Duration pause;

  /**
   * @param pause from one picture to the next
   */
  Watch(Output output, Duration pause) {
    this.output = output;
    this.pause = pause;
  }

  /** Shows until somebody stops it; an interrupt is no error. */
  void run(Supplier<List<String>> picture) {
    CountDownLatch stopped = new CountDownLatch(1);
    boolean terminal = output.screen().out();
    if (terminal) {
      Signals.listen(signal -> stopped.countDown());
      output.out().print(HIDE_CURSOR);
    }
    try {
      do {
        if (terminal) {
          inPlace(picture.get());
        } else {
          picture.get().forEach(output::line);
        }
      } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (terminal) {
        output.out().print(SHOW_CURSOR);
        output.out().flush();
      }
    }
  }

  private void inPlace(List<String> lines) {
    Screen screen = output.screen();
    // The last row stays free: a line feed there would scroll.
    int most = screen.rows().orElse(Integer.MAX_VALUE) - 1;
    boolean cut = lines.size() > most;
    StringBuilder frame = new StringBuilder(TOP_LEFT);
    for (String line : lines.subList(0, cut ? Math.max(0, most - 1) : lines.size())) {
      frame.append(screen.fit(line)).append(REST_OF_LINE).append('\n');
    }
    if (cut) {
      frame.append(lines.size() - most + 1).append(" more lines").append(REST_OF_LINE).append('\n');
    }
    output.out().print(frame.append(REST_OF_SCREEN));
    output.out().flush();
  }
}
