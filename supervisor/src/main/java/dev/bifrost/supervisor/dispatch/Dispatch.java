package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.pool.Births;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The dispatcher with its pools and table, as the rest of the supervisor sees it; any thread. */
public final class Dispatch implements Pulse, Vitals.Source {

  private final Dispatcher dispatcher = new Dispatcher();
  private final Stations stations;
  private final Decisions decisions;
  private final Upkeep upkeep;
  private final Census census;
  private final Time time;

  /** Builds everything and starts nothing. */
  public Dispatch(DispatchSettings settings, List<PoolSettings> pools, Seams seams) {
    Mailbox mailbox = new Mailbox(dispatcher::post, seams.time(), seams.listener());
    AtomicInteger numbers = new AtomicInteger();
    MemoryWatch memory = new MemoryWatch(settings.headroom(), seams.memory(), seams.time());
    stations =
        new Stations(
            pools.stream()
                .map(
                    pool ->
                        new Station(
                            new ChildPool(
                                pool,
                                new Births(
                                    seams.launcher().apply(pool),
                                    mailbox,
                                    numbers::incrementAndGet,
                                    memory::allowsChild),
                                seams.time(),
                                action -> dispatcher.post(new Due(action))),
                            seams.intake().apply(pool, mailbox)))
                .toList());
    Partners partners =
        new Partners(
            seams.leases(), seams.settlement(), seams.aftermath(), seams.time(), seams.listener());
    decisions =
        new Decisions(
            new Holdings(
                settings,
                partners,
                stations,
                new ExecutionTable(),
                new Running(),
                memory,
                dispatcher::post));
    upkeep = new Upkeep(settings, seams.leases(), seams.time(), decisions, dispatcher::post);
    census = new Census(decisions, seams.time());
    time = seams.time();
  }

  /** Starts the dispatcher's thread, the first children and the intake. */
  public void start() {
    prepare();
    dispatcher.start(decisions);
  }

  /**
   * Takes nothing more and lets what runs finish within the limit; what is left then goes back to
   * its queue. Idempotent.
   *
   * @return completes when nothing is held and no child is left
   */
  public CompletableFuture<Void> drain(Duration limit) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    dispatcher.post(new Due(() -> decisions.drain().begin(limit, () -> done.complete(null))));
    stations.all().forEach(this::stopSoon);
    return done;
  }

  /** Shortens a drain: what still runs is ended and goes back to its queue. */
  public void drainNow() {
    dispatcher.post(new Due(decisions.drain()::hasten));
  }

  /** Ends the dispatcher's thread; for when a drain is done. */
  public void stop() {
    dispatcher.stop();
  }

  /** Has all intakes look at once at what operators changed of their queues. */
  public void refreshQueues() {
    stations.all().forEach(station -> station.intake().refresh());
  }

  /**
   * From now on a pool has so many children.
   *
   * @param name the pool; empty for the only one
   * @return what happened; fails with an {@link IllegalArgumentException} if there is no such pool
   */
  public CompletableFuture<String> resize(String name, int min, int max) {
    CompletableFuture<String> told = new CompletableFuture<>();
    dispatcher.post(
        new Due(
            () -> {
              try {
                ChildPool pool = stations.named(name).pool();
                pool.resize(min, max);
                told.complete(
                    "Pool " + pool.settings().name() + " has " + min + " to " + max + " children.");
              } catch (IllegalArgumentException e) {
                told.completeExceptionally(e);
              }
            }));
    return told;
  }

  /**
   * Has children replaced: each finishes what it has in hand, and goes when a fresh one is ready.
   *
   * @param pids only these; empty for all
   * @param reason one clause for the log
   * @return completes with how many were found
   */
  public CompletableFuture<Integer> recycle(Set<Long> pids, String reason) {
    return recycle(
        pool -> true,
        child ->
            pids.isEmpty()
                || child.process().map(ChildProcess::pid).filter(pids::contains).isPresent(),
        reason);
  }

  /** The same for all children of this pool. */
  public CompletableFuture<Integer> recyclePool(String name, String reason) {
    return recycle(pool -> pool.settings().name().equals(name), child -> true, reason);
  }

  private CompletableFuture<Integer> recycle(
      Predicate<ChildPool> pools, Predicate<Child> children, String reason) {
    CompletableFuture<Integer> found = new CompletableFuture<>();
    dispatcher.post(
        new Due(
            () ->
                found.complete(
                    stations.all().stream()
                        .map(Station::pool)
                        .filter(pools)
                        .mapToInt(pool -> pool.recycle(children, reason))
                        .sum())));
    return found;
  }

  /** Has a census taken on the dispatcher thread, and handed on from there. */
  public void takeCensus(Consumer<Heartbeat> receiver) {
    dispatcher.post(
        new Due(
            () -> {
              decisions.makeRoom();
              receiver.accept(census.take());
            }));
  }

  @Override
  public CompletableFuture<Duration> beat() {
    CompletableFuture<Duration> answer = new CompletableFuture<>();
    Instant asked = time.now();
    dispatcher.post(new Due(() -> answer.complete(Duration.between(asked, time.now()))));
    return answer;
  }

  @Override
  public CompletableFuture<Vitals> look() {
    CompletableFuture<Vitals> answer = new CompletableFuture<>();
    Instant asked = time.now();
    dispatcher.post(
        new Due(() -> answer.complete(census.look(Duration.between(asked, time.now())))));
    return answer;
  }

  /** Does everything that {@link #start} does but for the thread. */
  void prepare() {
    dispatcher.post(new Due(() -> decisions.start(upkeep::begin)));
    stations.all().forEach(station -> station.intake().start());
  }

  /** Works off one piece of news by hand; false if there is none. */
  boolean step() {
    return dispatcher.step(decisions);
  }

  Decisions decisions() {
    return decisions;
  }

  /** On a thread of its own: it may wait for Redis, and nobody must wait for that. */
  private void stopSoon(Station station) {
    Thread stopper =
        new Thread(
            () -> {
              station.intake().stop();
              dispatcher.post(new Due(decisions.drain()::intakeStopped));
            },
            "intake-stop-" + station.pool().settings().name());
    stopper.setDaemon(true);
    stopper.start();
  }
}
