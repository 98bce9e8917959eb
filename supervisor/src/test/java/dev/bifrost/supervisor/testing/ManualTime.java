package dev.bifrost.supervisor.testing;

import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time that stands still until a test turns it; one thread. */
public final class ManualTime implements Time {

  private static final Logger log = LoggerFactory.getLogger(ManualTime.class);

  private final List<Entry> entries = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long order;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    Entry entry = new Entry(now.plus(delay), order++, action);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /**
   * Turns time on and runs what becomes due, in order, each at its own time.
   *
   * @param afterEach runs after each of them, so that what it led to happens at its time too
   */
  public void advance(Duration duration, Runnable afterEach) {
    Instant end = now.plus(duration);
    Optional<Entry> next = next(end);
    while (next.isPresent()) {
      Entry entry = next.get();
      entries.remove(entry);
      now = entry.due.isAfter(now) ? entry.due : now;
      try {
        entry.action.run();
      } catch (IllegalStateException e) {
        // As the real timer: a failed action is told, and the next is run all the same.
        log.warn("A timed action failed", e);
      }
      afterEach.run();
      next = next(end);
    }
    now = end;
  }

  /** How many alarms are set. */
  public int alarms() {
    return entries.size();
  }

  private Optional<Entry> next(Instant end) {
    return entries.stream()
        .filter(entry -> !entry.due.isAfter(end))
        .min(Comparator.comparing(Entry::due).thenComparing(Entry::order));
  }

  private record Entry(Instant due, long order, Runnable action) {}
}
