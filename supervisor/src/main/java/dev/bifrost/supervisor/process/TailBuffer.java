package dev.bifrost.supervisor.process;

import java.nio.charset.StandardCharsets;

/** The last bytes of a stream; one thread adds, any thread reads. */
final class TailBuffer {

  private final byte[] ring;
  private final Object lock = new Object();
  private long total;

  TailBuffer(int size) {
    ring = new byte[size];
  }

  void add(byte[] bytes, int length) {
    synchronized (lock) {
      for (int i = 0; i < length; i++) {
        ring[(int) (total++ % ring.length)] = bytes[i];
      }
    }
  }

  /** The text, from the beginning of a line where older text was dropped. */
  String text() {
    synchronized (lock) {
      if (total <= ring.length) {
        return new String(ring, 0, (int) total, StandardCharsets.UTF_8);
      }
      byte[] ordered = new byte[ring.length];
      int start = (int) (total % ring.length);
      System.arraycopy(ring, start, ordered, 0, ring.length - start);
      System.arraycopy(ring, 0, ordered, ring.length - start, start);
      String text = new String(ordered, StandardCharsets.UTF_8);
      return "… " + text.substring(text.indexOf('\n') + 1);
    }
  }
}
