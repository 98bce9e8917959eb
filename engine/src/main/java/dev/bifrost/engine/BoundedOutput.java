package dev.bifrost.engine;

import dev.bifrost.protocol.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * Keeps as many bytes as are allowed and counts those beyond, up to a multiple at which it gives
 * up: the writer may never end.
 */
final class BoundedOutput extends OutputStream {

  private static final int PATIENCE = 16;

  private final ByteSize limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long counted;

  BoundedOutput(ByteSize limit) {
    this.limit = limit;
  }

  /** Thrown to stop a writer that does not come to its end. */
  static final class Endless extends RuntimeException {

    private final long counted;

    Endless(long counted) {
      super("more than is worth counting", null, false, false);
      this.counted = counted;
    }

    long counted() {
      return counted;
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    counted += length;
    if (counted <= limit.bytes()) {
      kept.write(bytes, offset, length);
    } else if (isEndless()) {
      throw new Endless(counted);
    }
  }

  /** How many bytes were written, kept or not. */
  long counted() {
    return counted;
  }

  /** Whether the writer went on so long after the limit that it had to be stopped. */
  boolean isEndless() {
    return counted / PATIENCE > Math.max(limit.bytes(), 1 << 16);
  }

  byte[] toByteArray() {
    return kept.toByteArray();
  }
}
