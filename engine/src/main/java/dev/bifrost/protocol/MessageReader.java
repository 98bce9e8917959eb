package dev.bifrost.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a child's standard output apart into messages and stray bytes. One thread reads; memory is
 * bounded by the longest message allowed.
 */
public final class MessageReader {

  /** A part of the output. */
  public sealed interface Part {

    /** One message. */
    record Message(ChildMessage message) implements Part {}

    /** Text outside of any message: what native code printed; no line feed at its end. */
    record Stray(String text) implements Part {}

    /**
     * Something that began as a message and is none.
     *
     * @param reason what is wrong with it
     * @param head how it begins
     * @param length how many bytes it had
     */
    record Broken(String reason, String head, long length) implements Part {}
  }

  private static final int CHUNK = 1 << 13;
  private static final int HEAD = 512;

  private final InputStream input;
  private final int longest;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private byte[] part = new byte[CHUNK];
  private int length;
  private long dropped;
  private boolean inMessage;

  /**
   * @param input the child's output; not closed
   * @param longest most bytes in one message
   */
  public MessageReader(InputStream input, int longest) {
    this.input = input;
    this.longest = longest;
  }

  /**
   * Waits for the next part.
   *
   * @return null at the end of the output
   */
  public @Nullable Part next() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return length + dropped > 0 || inMessage ? cutOff() : null;
      }
      byte next = chunk[position++];
      if (next == MessageCodec.START) {
        Part before = length > 0 || inMessage ? cutOff() : null;
        inMessage = true;
        if (before != null) {
          return before;
        }
      } else if (next == MessageCodec.END) {
        Part whole = whole();
        if (whole != null) {
          return whole;
        }
      } else {
        append(next);
        if (!inMessage && length == CHUNK) {
          return stray();
        }
      }
    }
  }

  /** Whether the next call can return without waiting for the child. */
  public boolean hasBuffered() {
    return position < limit;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, input.read(chunk));
    return limit > 0;
  }

  private void append(byte next) {
    if (length == longest) {
      dropped++;
      return;
    }
    if (length == part.length) {
      part = Arrays.copyOf(part, (int) Math.min(longest, part.length * 2L));
    }
    part[length++] = next;
  }

  private @Nullable Part whole() {
    if (!inMessage) {
      return length > 0 ? stray() : null;
    }
    if (dropped > 0) {
      return broken("is longer than " + longest + " bytes");
    }
    try {
      ChildMessage message = MessageCodec.decode(part, length);
      reset();
      return new Part.Message(message);
    } catch (MalformedJsonException e) {
      return broken(String.valueOf(e.getMessage()));
    }
  }

  private Part cutOff() {
    return inMessage ? broken("is cut off") : stray();
  }

  private Part stray() {
    String text = new String(part, 0, length, StandardCharsets.UTF_8);
    reset();
    return new Part.Stray(text);
  }

  private Part broken(String reason) {
    String head = new String(part, 0, Math.min(HEAD, length), StandardCharsets.UTF_8);
    long total = length + dropped;
    reset();
    return new Part.Broken(reason, head, total);
  }

  private void reset() {
    length = 0;
    dropped = 0;
    inMessage = false;
    if (part.length > 16 * CHUNK) {
      part = new byte[CHUNK];
    }
  }
}
