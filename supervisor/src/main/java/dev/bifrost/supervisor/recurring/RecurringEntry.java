package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.Recurring;
import dev.bifrost.supervisor.redis.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recurring execution as Redis has it, whole or broken.
 *
 * @param name its name, whatever was written
 * @param definition its definition, whatever was written
 * @param due the score of its next due time; 0 if no supervisor has looked yet
 * @param last the execution that was sent last
 * @param error what a supervisor found wrong with it
 * @param counts what became of its firings
 */
public record RecurringEntry(
    String name,
    String definition,
    double due,
    Optional<String> last,
    Optional<String> error,
    Counts counts) {

  /**
   * What became of due times.
   *
   * @param sent executions that were sent
   * @param skipped left out, because the one before had not ended
   * @param missed left out, because no supervisor was there
   */
  public record Counts(long sent, long skipped, long missed) {}

  static RecurringEntry of(Reply reply) {
    return new RecurringEntry(
        reply.text(0),
        reply.text(1),
        Double.parseDouble(reply.text(2).replace("inf", "Infinity")),
        Optional.of(reply.text(3)).filter(text -> !text.isEmpty()),
        Optional.of(reply.text(4)).filter(text -> !text.isEmpty()),
        new Counts(reply.number(5), reply.number(6), reply.number(7)));
  }

  /** Whether nothing fires until somebody resumes it. */
  public boolean paused() {
    return Double.isInfinite(due) && problem().isEmpty();
  }

  /** Why it cannot run; empty if it can. */
  public Optional<String> problem() {
    if (error.isPresent()) {
      return error;
    }
    try {
      Recurring recurring = Recurring.parse(definition);
      CronSchedule unused = CronSchedule.parse(recurring.cron(), recurring.zone());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** The next due times, as far as they are known; none if it is paused or broken. */
  public List<Instant> next(Instant now, int most) {
    if (Double.isInfinite(due) || problem().isPresent()) {
      return List.of();
    }
    Recurring recurring = Recurring.parse(definition);
    return CronSchedule.parse(recurring.cron(), recurring.zone()).next(now, most);
  }
}
