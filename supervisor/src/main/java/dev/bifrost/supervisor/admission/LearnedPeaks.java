package dev.bifrost.supervisor.admission;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.KeyDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much memory the children of each workflow have needed at most; forgotten slowly, so that one
 * large run does not count for ever. Bounded. One thread.
 */
public final class LearnedPeaks {

  private static final int MOST = 1_000;

  private final Map<KeyDigest, Long> peaks = new LinkedHashMap<>(16, 0.75f, true);

  /** An execution of this code has needed so much. */
  public void learn(KeyDigest code, ByteSize peak) {
    // A new maximum counts at once; below it the memory fades by an eighth each time.
    peaks.merge(code, peak.bytes(), (before, now) -> Math.max(now, before - (before - now) / 8));
    if (peaks.size() > MOST) {
      peaks.remove(peaks.keySet().iterator().next());
    }
  }

  /** What a child is expected to need for this code; nothing where it never ran. */
  public ByteSize expected(KeyDigest code) {
    return new ByteSize(peaks.getOrDefault(code, 0L));
  }
}
