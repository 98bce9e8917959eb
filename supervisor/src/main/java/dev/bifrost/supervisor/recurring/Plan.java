package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.Recurring.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What follows from due times that have come.
 *
 * @param firings those at which something is to run, in order
 * @param missed how many are left out
 * @param next the due time to look at then; it may have come, too; empty if there is none any more
 */
record Plan(List<Instant> firings, long missed, Optional<Instant> next) {

  /** Who comes later than this finds a due time missed. */
  static final Duration PUNCTUAL = Duration.ofMinutes(1);

  /** No more due times are looked at in one go. */
  static final int MOST = 5_000;

  /** Copies the list. */
  Plan {
    firings = List.copyOf(firings);
  }

  /** The plan for something new: nothing fires before its first due time. */
  static Plan first(CronSchedule schedule, Instant now) {
    return new Plan(List.of(), 0, schedule.next(now));
  }

  /**
   * The plan for due times from this one to now. Those of the last minute all fire; of those before
   * as many of the last ones as the policy allows. For the policy of one, any that fires is that
   * one.
   */
  static Plan of(CronSchedule schedule, Instant due, Instant now, CatchUp catchUp) {
    Instant punctual = now.minus(PUNCTUAL);
    Deque<Instant> late = new ArrayDeque<>();
    List<Instant> firings = new ArrayList<>();
    long missed = 0;
    int looked = 0;
    Optional<Instant> time = Optional.of(due);
    while (time.isPresent() && !time.get().isAfter(now) && looked++ < MOST) {
      if (!time.get().isBefore(punctual)) {
        firings.add(time.get());
      } else {
        late.add(time.get());
        if (late.size() > catchUp.most()) {
          late.remove();
          missed++;
        }
      }
      time = schedule.next(time.get());
    }
    boolean arrived = time.isEmpty() || time.get().isAfter(now);
    if (!arrived || (catchUp == CatchUp.ONE && !firings.isEmpty())) {
      missed += late.size();
      late.clear();
    }
    firings.addAll(0, late);
    return new Plan(firings, missed, time);
  }
}
