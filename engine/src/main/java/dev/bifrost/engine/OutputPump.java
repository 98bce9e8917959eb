package dev.bifrost.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes a stream of bytes apart into lines of text, on a thread of its own, until the stream ends.
 * Memory is bounded by the longest line; what is longer loses its end.
 */
final class OutputPump implements Runnable {

  private static final int CHUNK = 1 << 13;

  private final InputStream input;
  private final long longest;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param longest bytes of a line after which the rest of it is dropped
   * @param lines takes each line, without its end; bytes that are no UTF-8 are replaced
   */
  OutputPump(InputStream input, long longest, Consumer<String> lines) {
    this.input = input;
    this.longest = longest;
    this.lines = lines;
  }

  @Override
  public void run() {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
        take(chunk, read);
      }
    } catch (IOException e) {
      // The process is gone and its pipe with it: what came until now is all there is.
    }
    if (line.size() > 0) {
      end();
    }
  }

  private void take(byte[] chunk, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        append(chunk, start, i);
        end();
        start = i + 1;
      }
    }
    append(chunk, start, length);
  }

  private void append(byte[] chunk, int from, int to) {
    int room = (int) Math.min(to - from, longest - line.size());
    line.write(chunk, from, Math.max(0, room));
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
