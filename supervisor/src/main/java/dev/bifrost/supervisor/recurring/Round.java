package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.protocol.RecurringName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at everything that recurs. Only one supervisor does it at a time: its turn, which ends
 * by itself if it dies, is checked in each script that writes. What is due is moved on and what
 * fires is recorded in one step; only then is it sent, so that a death in between loses nothing,
 * and whoever sends it again sends the same ID.
 */
final class Round {

  private static final Logger log = LoggerFactory.getLogger(Round.class);
  private static final Script LOOK = Script.load("recurring-look");
  private static final Script ADVANCE = Script.load("recurring-advance");
  private static final Script SETTLE = Script.load("recurring-settle");
  private static final Script YIELD = Script.load("recurring-yield");

  private static final Duration TURN = Duration.ofSeconds(10);

  /** The pause where nothing is ever due: an idle supervisor should hardly wake up. */
  private static final Duration NOTHING = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final int MOST_AT_ONCE = 20;
  private static final long LARGEST_DEFINITION = 1 << 20;
  private static final int MOST_WAITING = 200;
  private static final int SHOWN = 128;
  private static final String NEVER = "+inf";

  private final RedisLink link;
  private final String supervisorId;
  private final RecurringKeys keys;
  private final Sender sender;

  Round(RedisLink link, String supervisorId) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.keys = new RecurringKeys(link.keys());
    this.sender = new Sender(link);
  }

  /**
   * Does what there is to do.
   *
   * @return how long it is until there may be more
   */
  Duration run() throws RedisTroubleException, InterruptedException {
    Reply found =
        link.await(
            link.run(
                LOOK,
                keys.all(),
                List.of(
                    supervisorId,
                    Long.toString(TURN.toMillis()),
                    Integer.toString(MOST_AT_ONCE),
                    Long.toString(LARGEST_DEFINITION))));
    if (found.text(0).equals("idle")) {
      return found.text(1).isEmpty() ? NOTHING : pause(found.text(1));
    }
    if (found.text(0).equals("others")) {
      return LONGEST_PAUSE;
    }
    Instant now = Instant.ofEpochMilli(found.number(1));
    Reply ripe = found.array(3);
    Reply fired = found.array(4);
    for (int index = 0; index < ripe.size(); index++) {
      advance(ripe.array(index), now);
    }
    boolean goesOn = ripe.size() > 0;
    for (int index = 0; index < fired.size(); index++) {
      goesOn |= send(fired.array(index), now);
    }
    link.await(link.run(YIELD, keys.turn(), List.of(supervisorId)));
    // What just fired, and what waited for what was sent, comes in the next round, at once.
    return goesOn ? Duration.ZERO : pause(found.text(2));
  }

  private static Duration pause(String millis) {
    if (millis.isEmpty()) {
      return LONGEST_PAUSE;
    }
    Duration next = Duration.ofMillis(Long.parseLong(millis));
    if (next.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
  }

  private void advance(Reply ripe, Instant now) throws RedisTroubleException, InterruptedException {
    String text = ripe.text(0);
    String score = ripe.text(1);
    try {
      RecurringName name = new RecurringName(text);
      Recurring recurring = definition(ripe.textOrNull(2), ripe.number(3));
      CronSchedule schedule = CronSchedule.parse(recurring.cron(), recurring.zone());
      double due = Double.parseDouble(score);
      Plan plan =
          due <= 0
              ? Plan.first(schedule, now)
              : Plan.of(schedule, Instant.ofEpochMilli((long) due), now, recurring.catchUp());
      if (plan.missed() > 0) {
        log.info(
            "{} due times of recurring {} are left out: no supervisor was there.",
            plan.missed(),
            name);
      }
      advance(name, score, plan);
    } catch (IllegalArgumentException e) {
      log.error(
          "Recurring \"{}\" cannot run: {} The others do; this one does when it is written anew.",
          text.substring(0, Math.min(SHOWN, text.length())),
          e.getMessage());
      write(text, score, NEVER, 0, String.valueOf(e.getMessage()), List.of());
    }
  }

  private void advance(RecurringName name, String score, Plan plan)
      throws RedisTroubleException, InterruptedException {
    List<String> firings = new ArrayList<>();
    for (Instant due : plan.firings()) {
      firings.add(name.firing(due).value());
      firings.add(Long.toString(due.toEpochMilli()));
    }
    String next = plan.next().map(time -> Long.toString(time.toEpochMilli())).orElse(NEVER);
    write(name.value(), score, next, plan.missed(), "", firings);
  }

  private void write(
      String name, String score, String next, long missed, String wrong, List<String> firings)
      throws RedisTroubleException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(supervisorId, name, score, next, Long.toString(missed)));
    arguments.addAll(List.of(wrong, Integer.toString(MOST_WAITING)));
    arguments.addAll(firings);
    // If it is late, somebody else did it, or it was changed and comes again as it is now.
    link.await(link.run(ADVANCE, keys.withoutDefinitions(), arguments));
  }

  /** Sends the oldest firing of one name, or does not; whether it is done with. */
  private boolean send(Reply fired, Instant now)
      throws RedisTroubleException, InterruptedException {
    String id = fired.text(0);
    String name = fired.text(1);
    Sender.Outcome outcome = outcome(fired, id, name, now);
    if (outcome == Sender.Outcome.WAITS) {
      return false;
    }
    link.await(
        link.run(
            SETTLE,
            keys.firings(),
            List.of(supervisorId, name, id, outcome.name().toLowerCase(Locale.ROOT))));
    return true;
  }

  private Sender.Outcome outcome(Reply fired, String id, String name, Instant now)
      throws RedisTroubleException, InterruptedException {
    try {
      Sender.Outcome outcome = sender.send(firing(fired), now);
      if (outcome == Sender.Outcome.SKIPPED) {
        log.info("Recurring {}: {} is left out, because the one before has not ended.", name, id);
      }
      return outcome;
    } catch (IllegalArgumentException e) {
      log.error("Recurring {}: {} is left out. {}", name, id, e.getMessage());
      return Sender.Outcome.SKIPPED;
    } catch (RedisTroubleException e) {
      if (e.trouble().kind().ofTheServer()) {
        throw e;
      }
      log.error(
          "Recurring {}: {} cannot be sent: {}. It is tried again.", name, id, e.getMessage());
      return Sender.Outcome.WAITS;
    }
  }

  private static Firing firing(Reply fired) {
    RecurringName name = new RecurringName(fired.text(1));
    ExecutionId id = new ExecutionId(fired.text(0));
    String last = fired.text(3);
    return new Firing(
        name,
        definition(fired.textOrNull(2), LARGEST_DEFINITION + 1),
        id,
        name.due(id).orElseThrow(() -> new IllegalArgumentException("It has no due time.")),
        last.isEmpty() ? Optional.empty() : Optional.of(new ExecutionId(last)));
  }

  private static Recurring definition(@Nullable String text, long size) {
    if (text == null) {
      throw new IllegalArgumentException(
          "Its definition has " + size + " bytes, allowed are " + LARGEST_DEFINITION + ".");
    }
    return Recurring.parse(text);
  }
}
