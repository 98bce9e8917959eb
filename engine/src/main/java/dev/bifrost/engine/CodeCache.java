package dev.bifrost.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Code that was loaded before, by its fingerprint; the least recently used one goes first. */
final class CodeCache {

  private final int most;
  private final Map<Object, Code> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most how many are kept, 1 or more
   */
  CodeCache(int most) {
    this.most = most;
  }

  synchronized @Nullable Code get(Object fingerprint) {
    return entries.get(fingerprint);
  }

  synchronized void put(Object fingerprint, Code code) {
    entries.put(fingerprint, code);
    if (entries.size() > most) {
      Map.Entry<Object, Code> eldest = entries.entrySet().iterator().next();
      entries.remove(eldest.getKey());
      eldest.getValue().release();
    }
  }

  /** Lets go of this code, so that the next execution loads it anew. */
  synchronized void forget(Code code) {
    if (entries.values().remove(code)) {
      code.release();
    }
  }

  synchronized void clear() {
    entries.values().forEach(Code::release);
    entries.clear();
  }
}
