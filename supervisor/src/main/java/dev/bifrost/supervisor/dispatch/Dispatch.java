package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The dispatcher with its pools and table, as the rest of the supervisor sees it; any thread. */
public final class Dispatch implements Pulse {

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
    stations =
        new Stations(
            pools.stream()
                .map(
                    pool ->
                        new Station(
                            new ChildPool(
                                pool,
                                seams.launcher().apply(pool),
                                mailbox,
                                seams.time(),
                                action -> dispatcher.post(new Due(action)),
                                numbers::incrementAndGet),
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

  /** Has a census taken on the dispatcher thread, and handed on from there. */
  public void takeCensus(Consumer<Heartbeat> receiver) {
    dispatcher.post(new Due(() -> receiver.accept(census.take())));
  }

  @Override
  public CompletableFuture<Duration> beat() {
    CompletableFuture<Duration> answer = new CompletableFuture<>();
    Instant asked = time.now();
    dispatcher.post(new Due(() -> answer.complete(Duration.between(asked, time.now()))));
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
