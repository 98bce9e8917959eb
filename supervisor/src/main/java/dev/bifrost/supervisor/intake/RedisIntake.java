package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.Backoff;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from queues in Redis, on one thread, {@code intake-<pool>}. While it has grants it waits at
 * the queues; whether it has or not it promotes what is due, at its time, and looks every second
 * for what was scheduled meanwhile, and whether an operator has paused or limited a queue.
 *
 * <p>An entry that was delivered is never delivered again for as long as Redis says that it is
 * ours, even if its lease was renewed late. An entry that Redis gave us over a connection that
 * broke under it is found at the next reclaim and delivered then.
 */
public final class RedisIntake implements Intake {

  private static final Logger log = LoggerFactory.getLogger(RedisIntake.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
  private static final Duration WAKE_AGAIN = Duration.ofMillis(50);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /** What a dead supervisor held is taken over so much of a lease after its end at the latest. */
  private static final int RECLAIMS_PER_LEASE = 6;

  private final IntakeSettings settings;
  private final IntakeListener listener;
  private final Grants grants = new Grants();
  private final Rounds rounds;
  private final QueueReader reader;
  private final Turnstile turnstile;
  private final Turns turns;
  private final Thread thread;
  private final Queue<Delivery> forgotten = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean refresh = new AtomicBoolean();
  private volatile boolean slotsCount;

  // These belong to the thread.
  private final Map<Source, Set<String>> delivered = new HashMap<>();
  private final Set<QueueName> founded = new HashSet<>();
  private final Rhythm promotion;
  private final Rhythm reclaim;
  private final Rhythm sweep = new Rhythm(SWEEP);
  private final Map<QueueName, String> refused = new HashMap<>();
  private final Map<QueueName, String> unscheduled = new HashMap<>();
  private final Map<QueueName, Standing> standings = new HashMap<>();
  private Duration untilDue = Duration.ZERO;
  private Optional<String> trouble = Optional.empty();

  /** An intake that has not started; its listener is called on its thread. */
  public RedisIntake(RedisLink link, IntakeSettings settings, IntakeListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.rounds = new Rounds(link, settings);
    this.reader = new QueueReader(link, settings);
    this.turnstile = new Turnstile(link, settings);
    this.turns = new Turns(settings.shares());
    this.promotion = new Rhythm(settings.promotion());
    this.reclaim = new Rhythm(settings.lease().dividedBy(RECLAIMS_PER_LEASE));
    this.thread = new Thread(this::run, "intake-" + settings.pool());
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void grant(int entries) {
    grants.add(entries);
  }

  @Override
  public void forgotten(Delivery delivery) {
    forgotten.add(delivery);
  }

  @Override
  public void settled(Delivery delivery) {
    // If its group vanished meanwhile it was not ours to acknowledge, and a new group gives it
    // again.
    forgotten.add(delivery);
    if (slotsCount) {
      grants.nudge();
      wake();
    }
  }

  @Override
  public void refresh() {
    refresh.set(true);
    grants.nudge();
    wake();
  }

  @Override
  public void stop() {
    grants.end();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
      // Whether the thread waits at Redis just now cannot be known, so it is woken until it ends.
      while (thread.isAlive() && System.nanoTime() < deadline) {
        wake();
        thread.join(WAKE_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      // Redis hangs. What it still brings is not delivered, and comes to others after its lease.
      thread.interrupt();
    }
    grants.close();
  }

  private void wake() {
    try {
      reader.wake();
    } catch (RuntimeException e) {
      log.debug("A waiting read could not be ended early; it ends by itself.", e);
    }
  }

  private void run() {
    int failures = 0;
    try {
      while (!grants.ended()) {
        try {
          turn();
          failures = 0;
          available(Optional.empty());
        } catch (RedisTroubleException e) {
          failures++;
          available(Optional.of(e.trouble().reason()));
          grants.awaitEnd(Backoff.SERVER.after(failures));
        } catch (RuntimeException e) {
          // A supervisor that takes nothing any more is worse than one that logs its own bug.
          failures++;
          log.error("The intake of pool {} stumbled and goes on.", settings.pool(), e);
          available(Optional.of("The intake stumbled: " + e));
          grants.awaitEnd(Backoff.SERVER.after(failures));
        }
      }
    } catch (InterruptedException e) {
      log.debug("The intake of pool {} was interrupted and ends.", settings.pool(), e);
    } finally {
      reader.close();
    }
  }

  private void turn() throws RedisTroubleException, InterruptedException {
    untilDue = settings.promotion();
    if (refresh.getAndSet(false)) {
      promotion.hurry();
    }
    List<QueueName> well = new ArrayList<>();
    for (QueueName queue : settings.queues()) {
      if (round(queue)) {
        well.add(queue);
      }
    }
    promotion.doneIfDue();
    promotion.dueWithin(untilDue);
    sweep.doneIfDue();
    if (grants.left() > 0) {
      // Otherwise it stays due: what others left comes before the backlog as soon as there is room.
      reclaim.doneIfDue();
    }
    if (well.isEmpty()) {
      grants.awaitEnd(settings.promotion());
      return;
    }
    List<QueueName> open =
        well.stream().filter(queue -> !stands(queue, Standing.Kind.PAUSED)).toList();
    if (open.isEmpty()) {
      grants.awaitEnd(promotion.left());
    } else if (grants.left() == 0) {
      grants.awaitGrant(promotion.left());
    } else {
      take(open);
    }
  }

  private boolean stands(QueueName queue, Standing.Kind kind) {
    return standings.getOrDefault(queue, Standing.UNKNOWN).kind() == kind;
  }

  /** Does what is due for a queue; false if Redis is well and refuses this queue. */
  private boolean round(QueueName queue) throws RedisTroubleException, InterruptedException {
    try {
      if (founded.add(queue)) {
        rounds.found(queue);
      }
      roundOfFounded(queue);
      if (refused.remove(queue) != null) {
        log.info("Queue {} can be served again.", queue);
      }
      return true;
    } catch (RedisTroubleException e) {
      founded.remove(queue);
      RedisTrouble found = e.trouble();
      if (found.kind().ofTheServer()) {
        throw e;
      }
      if (!found.reason().equals(refused.put(queue, found.reason()))) {
        log.error(
            "Queue {} cannot be served: {}. The other queues are; it is tried again.",
            queue,
            found.reason());
      }
      return false;
    }
  }

  private void roundOfFounded(QueueName queue) throws RedisTroubleException, InterruptedException {
    try {
      if (promotion.isDue()) {
        promote(queue);
      }
      if (sweep.isDue()) {
        for (Source source : Source.of(queue)) {
          rounds.sweep(source);
        }
      }
      if (reclaim.isDue() && grants.left() > 0) {
        forget();
        for (Source source : Source.of(queue)) {
          long asked = System.nanoTime();
          deliver(rounds.reclaim(source, delivered(source), grants.left()), asked);
        }
      }
    } catch (RedisTroubleException e) {
      if (e.trouble().kind() != RedisTrouble.Kind.NO_GROUP) {
        throw e;
      }
      log.warn("Queue {} had lost its consumer group; it has one again.", queue);
      rounds.found(queue);
    }
  }

  /** A schedule that Redis refuses must not hold up what is queued already. */
  private void promote(QueueName queue) throws RedisTroubleException, InterruptedException {
    try {
      Promotion told = rounds.promote(queue);
      told(queue, told.standing());
      told.nextDue()
          .map(next -> next.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : next)
          .filter(next -> next.compareTo(untilDue) < 0)
          .ifPresent(next -> untilDue = next);
      if (unscheduled.remove(queue) != null) {
        log.info("What is due in queue {} is queued again.", queue);
      }
    } catch (RedisTroubleException e) {
      RedisTrouble found = e.trouble();
      if (found.kind().ofTheServer()) {
        throw e;
      }
      if (!found.reason().equals(unscheduled.put(queue, found.reason()))) {
        log.error(
            "What is scheduled for queue {} cannot be queued: {}. What stands in the queue is"
                + " served; it is tried again.",
            queue,
            found.reason());
      }
      told(queue, rounds.standing(queue));
    }
  }

  private void told(QueueName queue, Standing now) {
    Standing before = Optional.ofNullable(standings.put(queue, now)).orElse(Standing.UNKNOWN);
    if (before.kind() != now.kind()) {
      log.info(
          "Queue {} {}.",
          queue,
          switch (now.kind()) {
            case OPEN -> "is open";
            case LIMITED -> "has limits";
            case PAUSED -> "is paused; nothing is taken from it";
          });
    }
    if (!now.problem().isEmpty() && !now.problem().equals(before.problem())) {
      log.warn(
          "A setting of queue {} cannot be used: {}. What is configured holds instead.",
          queue,
          now.problem());
    }
  }

  private void take(List<QueueName> queues) throws RedisTroubleException, InterruptedException {
    try {
      slotsCount = queues.stream().anyMatch(queue -> stands(queue, Standing.Kind.LIMITED));
      if (slotsCount || queues.size() > 1) {
        takeInTurn(turns.order(queues));
        return;
      }
      long asked = System.nanoTime();
      deliver(reader.read(queues, grants.left(), promotion.left()), asked);
    } catch (RedisTroubleException e) {
      if (e.trouble().kind().ofTheServer()) {
        // What Redis sent in that moment is pending under us and did not arrive.
        reclaim.hurry();
        throw e;
      }
      // A group that vanished or a key of another type: the next round tells which queue it is.
      founded.clear();
      if (e.trouble().kind() == RedisTrouble.Kind.REFUSED) {
        throw e;
      }
    }
  }

  /**
   * Looks at one after the other and then waits for all of them, taking nothing meanwhile, so that
   * neither a limit nor the number of grants holds another queue up.
   */
  private void takeInTurn(List<QueueName> queues)
      throws RedisTroubleException, InterruptedException {
    long asked = System.nanoTime();
    Turnstile.Look look = turnstile.look(queues, grants.left(), promotion.left());
    look.entries().forEach(entry -> turns.took(entry.queue(), 1));
    deliver(look.entries(), asked);
    if (!look.entries().isEmpty()) {
      return;
    }
    if (look.empty().isEmpty() || grants.nudged()) {
      grants.awaitEnd(look.again());
    } else {
      reader.awaitNews(look.empty(), look.again());
    }
  }

  private void forget() {
    for (Delivery delivery = forgotten.poll(); delivery != null; delivery = forgotten.poll()) {
      delivered(Source.of(delivery)).remove(delivery.receipt());
    }
  }

  private void deliver(List<Entry> entries, long asked)
      throws RedisTroubleException, InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    List<Entry> bad = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Entry entry : entries) {
      if (delivered(entry.source()).contains(entry.receipt())) {
        continue;
      }
      try {
        deliveries.add(entry.toDelivery(settings.largestEntry()));
      } catch (IllegalArgumentException e) {
        bad.add(entry);
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    if (!deliveries.isEmpty() && grants.use(deliveries.size())) {
      deliveries.forEach(delivery -> delivered(Source.of(delivery)).add(delivery.receipt()));
      listener.delivered(deliveries, Duration.ofNanos(System.nanoTime() - asked));
    }
    for (int index = 0; index < bad.size(); index++) {
      reject(bad.get(index), reasons.get(index));
    }
  }

  private void reject(Entry entry, String reason)
      throws RedisTroubleException, InterruptedException {
    rounds.discard(entry);
    log.warn(
        "Entry {} of queue {} is no execution and was dropped: {}",
        entry.receipt(),
        entry.queue(),
        reason);
    listener.rejected(entry.queue(), "Entry " + entry.receipt() + ": " + reason);
  }

  private Set<String> delivered(Source source) {
    return delivered.computeIfAbsent(source, unused -> new HashSet<>());
  }

  private void available(Optional<String> reason) {
    if (reason.isPresent() == trouble.isPresent()) {
      return;
    }
    trouble = reason;
    if (reason.isPresent()) {
      log.warn("Nothing can be taken from the queues: {}. It is tried again.", reason.get());
    } else {
      log.info("The queues can be read again.");
    }
    listener.availability(reason);
  }
}
