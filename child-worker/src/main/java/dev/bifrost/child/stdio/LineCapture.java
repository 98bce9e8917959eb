package dev.bifrost.child.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A stream that takes what user code prints apart into lines of UTF-8. Any thread; a line that is
 * longer than allowed goes out in pieces, so that memory stays bounded.
 */
public final class LineCapture extends OutputStream {

  private final LogSource source;
  private final int longest;
  private final LineSink sink;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param source standard output or standard error
   * @param longest most bytes of a line
   * @param sink takes the lines; called in their order, on the thread that printed
   */
  public LineCapture(LogSource source, int longest, LineSink sink) {
    this.source = source;
    this.longest = longest;
    this.sink = sink;
  }

  @Override
  public void write(int next) {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    synchronized (lock) {
      int from = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i - from);
          emit();
          from = i + 1;
        } else if (line.size() + i - from >= longest && isCharacterStart(bytes[i])) {
          line.write(bytes, from, i - from);
          emit();
          from = i;
        }
      }
      line.write(bytes, from, offset + length - from);
    }
  }

  /** What was printed since the last line feed; it is taken, not copied. */
  public Optional<LogLine> takePartial() {
    synchronized (lock) {
      return line.size() == 0 ? Optional.empty() : Optional.of(take());
    }
  }

  // Inside the lock, so that two threads' lines arrive in the order in which they were printed.
  @GuardedBy("lock")
  private void emit() {
    sink.accept(take());
  }

  @GuardedBy("lock")
  private LogLine take() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    String withoutReturn = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return LogLine.printed(Instant.now(), source, withoutReturn);
  }

  private static boolean isCharacterStart(byte next) {
    return (next & 0xC0) != 0x80;
  }
}
