package dev.bifrost.child.stdio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that tells when it ends. */
public final class InputEnd extends FilterInputStream {

  private final Runnable ended;

  /**
   * @param ended runs on the reading thread, at every read that finds the end
   */
  public InputEnd(InputStream input, Runnable ended) {
    super(input);
    this.ended = ended;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next < 0) {
      ended.run();
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0) {
      ended.run();
    }
    return count;
  }
}
