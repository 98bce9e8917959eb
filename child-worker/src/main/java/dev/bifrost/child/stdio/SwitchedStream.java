package dev.bifrost.child.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** A stream that asks at every write which of two it is. */
final class SwitchedStream extends OutputStream {

  private final BooleanSupplier isFirst;
  private final OutputStream first;
  private final OutputStream second;

  SwitchedStream(BooleanSupplier isFirst, OutputStream first, OutputStream second) {
    this.isFirst = isFirst;
    this.first = first;
    this.second = second;
  }

  @Override
  public void write(int next) throws IOException {
    chosen().write(next);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    chosen().write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    chosen().flush();
  }

  private OutputStream chosen() {
    return isFirst.getAsBoolean() ? first : second;
  }
}
