package dev.bifrost.child.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a child's input, with bounded memory. One thread reads. A last line without a line
 * feed counts.
 */
public final class InputLines {

  /** A line of the input. */
  public sealed interface Line {

    /** One whole line, without its line feed. */
    record Whole(String text) implements Line {}

    /**
     * A line that was longer than allowed and was not kept.
     *
     * @param head how it begins
     * @param length how many bytes it had
     * @param longest how many are allowed
     */
    record TooLong(String head, long length, int longest) implements Line {}
  }

  /** Most bytes of a line. */
  public static final int LONGEST = 64 << 10;

  /** Most bytes of a line that begins with {@value #CONFIGURE} or {@value #SECRETS}. */
  public static final int LONGEST_CONFIGURE = 1 << 20;

  private static final String CONFIGURE = "!configure";
  private static final String SECRETS = "!secrets";
  private static final int CHUNK = 1 << 13;
  private static final int HEAD = 40;

  private final InputStream input;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private byte[] line = new byte[256];
  private int length;
  private long dropped;

  /**
   * @param input the child's input; not closed
   */
  public InputLines(InputStream input) {
    this.input = input;
  }

  /**
   * Waits for the next line.
   *
   * @return null at the end of the input
   */
  public @Nullable Line next() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return length > 0 ? end() : null;
      }
      byte next = chunk[position++];
      if (next == '\n') {
        return end();
      }
      append(next);
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, input.read(chunk));
    return limit > 0;
  }

  private void append(byte next) {
    if (dropped > 0 || (length >= LONGEST && length >= longest())) {
      dropped++;
      return;
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, line.length * 2);
    }
    line[length++] = next;
  }

  private int longest() {
    return head(CONFIGURE.length()).equals(CONFIGURE) || head(SECRETS.length()).equals(SECRETS)
        ? LONGEST_CONFIGURE
        : LONGEST;
  }

  private Line end() {
    Line end =
        dropped > 0
            ? new Line.TooLong(head(HEAD), length + dropped, longest())
            : new Line.Whole(head(length));
    length = 0;
    dropped = 0;
    if (line.length > LONGEST) {
      line = new byte[256];
    }
    return end;
  }

  private String head(int bytes) {
    return new String(line, 0, Math.min(bytes, length), StandardCharsets.UTF_8);
  }
}
