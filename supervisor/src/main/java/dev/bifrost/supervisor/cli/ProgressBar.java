package dev.bifrost.supervisor.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far something has come, on the last line of a terminal: {@code [=====> ] 512/1000 51 % 104/s
 * 5 s left}. Shows nothing where standard error is no terminal. Not thread-safe.
 */
final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 30;
  private static final long BETWEEN = Duration.ofMillis(100).toNanos();
  private static final String CLEAR = "\r\u001B[K";

  private final PrintWriter err;
  private final Screen screen;
  private final String what;
  private final int total;
  private final LongSupplier nanos;
  private final long start;
  private long drawn;
  private int done;
  private boolean visible;

  /**
   * @param what is done, one word
   * @param total how many there are, at least one
   * @param nanos a clock, as {@link System#nanoTime}
   */
  ProgressBar(PrintWriter err, Screen screen, String what, int total, LongSupplier nanos) {
    this.err = err;
    this.screen = screen;
    this.what = what;
    this.total = total;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.drawn = start - BETWEEN;
  }

  /** So many are done. */
  void at(int count) {
    done = count;
    long now = nanos.getAsLong();
    if (now - drawn >= BETWEEN || done == total) {
      drawn = now;
      draw(now);
    }
  }

  /** Makes room for a line; the next {@link #at} draws again. */
  void hide() {
    if (visible) {
      err.print(CLEAR);
      err.flush();
      visible = false;
    }
  }

  @Override
  public void close() {
    hide();
  }

  private void draw(long now) {
    if (!screen.err()) {
      return;
    }
    err.print(CLEAR + cut(line(now)));
    err.flush();
    visible = true;
  }

  /** What it shows. */
  String line(long now) {
    int filled = (int) ((long) WIDTH * done / total);
    String bar = "=".repeat(filled) + (filled < WIDTH ? ">" : "");
    double seconds = (now - start) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "%s [%-" + WIDTH + "s] %d/%d  %d %%",
            what,
            bar,
            done,
            total,
            (long) done * 100 / total);
    if (done == 0 || seconds < 0.001) {
      return line;
    }
    double rate = done / seconds;
    Duration left = Duration.ofMillis((long) ((total - done) / rate * 1000));
    return line
        + String.format(Locale.ROOT, "  %.0f/s", rate)
        + (done == total ? "" : "  " + Plain.duration(left) + " left");
  }

  // A line that wraps could not be taken away again.
  private String cut(String line) {
    int most = screen.columns().orElse(80) - 1;
    return line.length() > most ? line.substring(0, most) : line;
  }
}
