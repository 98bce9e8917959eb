package dev.bifrost.supervisor;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.admission.Headroom;
import dev.bifrost.supervisor.audit.AuditTrail;
import dev.bifrost.supervisor.audit.AuditedTransitions;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.Retention;
import dev.bifrost.supervisor.config.LogLevel;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.control.CommandChannel;
import dev.bifrost.supervisor.dispatch.Dispatch;
import dev.bifrost.supervisor.dispatch.DispatchSettings;
import dev.bifrost.supervisor.dispatch.Seams;
import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.fault.Faults;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.HoldingLeases;
import dev.bifrost.supervisor.health.Health;
import dev.bifrost.supervisor.health.RecentEnds;
import dev.bifrost.supervisor.http.HttpServer;
import dev.bifrost.supervisor.http.Subjects;
import dev.bifrost.supervisor.intake.ContextKeys;
import dev.bifrost.supervisor.intake.RedisIntake;
import dev.bifrost.supervisor.intake.RedisLeases;
import dev.bifrost.supervisor.metrics.Metrics;
import dev.bifrost.supervisor.observe.Counters;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.observe.TransitionLog;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.HostMemory;
import dev.bifrost.supervisor.recurring.RecurringExecutions;
import dev.bifrost.supervisor.redis.RedisAddress;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.settlement.Patrol;
import dev.bifrost.supervisor.settlement.Presence;
import dev.bifrost.supervisor.settlement.RedisPresence;
import dev.bifrost.supervisor.settlement.RedisSettlement;
import dev.bifrost.supervisor.settlement.SecretReferences;
import dev.bifrost.supervisor.settlement.SettlementSettings;
import dev.bifrost.supervisor.settlement.Withdrawal;
import dev.bifrost.supervisor.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running supervisor: built of its parts, started in order, drained and stopped in reverse.
 * Usable from any thread.
 */
public final class Supervisor {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration PRESENCE = Duration.ofSeconds(15);
  private static final Duration WATCH = Duration.ofSeconds(1);

  private final Settings settings;
  private final Faults faults = Faults.ofThisProcess();
  private final Heartbeat.Identity identity;
  private final SystemTime time;
  private final RedisLink link;
  private final Launchers launchers;
  private final Gate gate;
  private final Dispatch dispatch;
  private final Patrol patrol;
  private final RecurringExecutions recurring;
  private final CommandChannel commands;
  private final Optional<ContextKeys> contextKeys;
  private final Presence presence;
  private final ClassPathWatch classPaths;
  private final Optional<HttpServer> http;
  private final Health health;
  private final Metrics metrics;
  private final RecentEnds ends;
  private final AuditTrail audit;
  private final Counters counters = new Counters();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Supervisor(Settings settings, RedisAddress redis, Host host, Optional<HttpServer> http)
      throws RedisTroubleException {
    this.settings = settings;
    this.http = http;
    this.time = new SystemTime();
    this.identity =
        new Heartbeat.Identity(
            UUID.randomUUID().toString(),
            settings.service().name(),
            host.name(),
            ProcessHandle.current().pid(),
            host.version(),
            time.now(),
            settings.service().queues());
    this.link =
        RedisLink.open(
            new RedisSettings(redis, settings.redis().keys(), CONNECT_TIMEOUT, COMMAND_TIMEOUT));
    String id = identity.supervisorId();
    this.audit = new AuditTrail(link, id);
    this.metrics = new Metrics(time, host.version());
    this.ends = new RecentEnds(time);
    this.presence = new RedisPresence(link, id, PRESENCE);
    this.launchers = new Launchers(settings, redis, id);
    SettlementSettings settlement = PartSettings.settlement(settings);
    List<QueueName> queues = settings.service().queues();
    this.gate = new Gate(link, PartSettings.gate(settings));
    this.dispatch = dispatch(id, settlement);
    this.patrol = new Patrol(link, queues, gate, new Withdrawal(link, id, settlement, gate));
    this.recurring = new RecurringExecutions(link, id);
    this.health =
        new Health(
            dispatch,
            ends,
            link,
            time,
            new Health.Place(
                queues, settings.redis().lease().duration(), settings.service().stateDirectory()));
    this.contextKeys =
        settings.redis().contextKeys() ? Optional.of(new ContextKeys(link)) : Optional.empty();
    this.commands = new CommandChannel(link, id, new Helm(dispatch, this::drain, host.logLevel()));
    this.classPaths = new ClassPathWatch(settings.pools());
  }

  /**
   * What the supervisor tells about where it runs.
   *
   * @param name the host's name
   * @param version the version of the running code
   * @param logLevel sets from which level on this process logs
   */
  public record Host(String name, String version, Consumer<LogLevel> logLevel) {}

  /**
   * Starts a supervisor; returns when it has begun to start children.
   *
   * @param http the port of its HTTP interface, if it is to have one; is closed at the end
   * @throws RedisTroubleException if Redis does not answer; nothing is left running then
   */
  public static Supervisor start(
      Settings settings, RedisAddress redis, Host host, Optional<HttpServer> http)
      throws RedisTroubleException {
    Supervisor supervisor = new Supervisor(settings, redis, host, http);
    supervisor
        .launchers
        .describe()
        .forEach(line -> log.info("Supervisor {}, {}", supervisor.id(), line));
    supervisor.dispatch.start();
    supervisor.patrol.start();
    supervisor.recurring.start();
    supervisor.commands.start();
    supervisor.contextKeys.ifPresent(ContextKeys::start);
    supervisor.announce();
    http.ifPresent(server -> server.serve(supervisor.subjects()));
    supervisor.note("supervisor_started");
    return supervisor;
  }

  /** Its ID, new at each start. */
  public String id() {
    return identity.supervisorId();
  }

  /** Completes when the first child can take an ID. */
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  /** Tells whether its dispatcher gets on. */
  public Pulse pulse() {
    return dispatch;
  }

  /** Drains by itself as soon as its queues are empty, what is scheduled excepted. */
  public void stopWhenEmpty() {
    new Burst(link, settings.service().queues(), this::drain).start();
  }

  /** Replaces all children whenever files in this folder change. */
  public void watch(Path folder) {
    new CodeWatch(folder, dispatch, time).start();
  }

  /** Whether a child has died in the middle of an execution, or one has ended as a failure. */
  public boolean hasFailures() {
    Map<String, Long> counts = counters.read();
    return Stream.of("failed", "timed_out", "crashed")
        .anyMatch(name -> counts.getOrDefault(name, 0L) > 0);
  }

  /** Takes nothing more, lets what runs finish within the limit, and stops. Idempotent. */
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      recurring.stop();
      contextKeys.ifPresent(ContextKeys::stop);
      CompletionStage<Void> done =
          dispatch.drain(settings.service().drainLimit()).thenRunAsync(this::stop);
      done.exceptionally(
          e -> {
            log.error("The stop failed; the process ends all the same", e);
            stopped.countDown();
            return null;
          });
    }
  }

  /** Shortens a drain: what still runs is ended and goes back to its queue. */
  public void drainNow() {
    dispatch.drainNow();
  }

  /** Waits until everything has stopped. */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  private void stop() {
    dispatch.stop();
    launchers.close();
    note("supervisor_stopped");
    CompletionStage<Void> left = presence.withdraw();
    time.after(COMMAND_TIMEOUT, this::leave);
    left.thenRunAsync(this::leave);
  }

  /** Redis has heard of our end, or has had its time to. */
  private void leave() {
    if (closed.compareAndSet(false, true)) {
      http.ifPresent(HttpServer::close);
      link.close();
      time.close();
      stopped.countDown();
    }
  }

  private void note(String action) {
    audit.note(
        time.now(),
        action,
        id(),
        System.getProperty("user.name", "unknown"),
        Map.of(
            "name", settings.service().name(),
            "pid", Long.toString(identity.pid()),
            "version", identity.version()));
  }

  private Subjects subjects() {
    Retention retention =
        new Retention(
            settings.limits().resultTtl(),
            settings.limits().journal(),
            settings.redis().lease().duration());
    return new Subjects(
        link,
        new Executions(link, retention, identity.supervisorId()),
        settings.service().queues(),
        dispatch,
        health,
        metrics);
  }

  private void announce() {
    dispatch.takeCensus(
        census -> presence.announce(census.toJson(identity, time.now(), counters.read())));
    CompletableFuture<Void> looked = CompletableFuture.runAsync(this::lookAtClassPaths);
    looked.exceptionally(
        e -> {
          log.warn("The class paths could not be looked at; it is tried again", e);
          return null;
        });
    time.after(HEARTBEAT, this::announce);
  }

  private void lookAtClassPaths() {
    classPaths.look(
        pool -> {
          log.info("The class path of the pool {} has changed: its children are replaced", pool);
          CompletableFuture<Integer> unused =
              dispatch.recyclePool(pool, "its class path has changed");
        });
  }

  private Dispatch dispatch(String id, SettlementSettings settlement) {
    Settings.Timing timing = settings.child().timing();
    Settings.Lease lease = settings.redis().lease();
    return new Dispatch(
        new DispatchSettings(
            timing.grace(),
            lease.duration(),
            lease.renewal(),
            watch(lease),
            new Headroom(settings.child().headroom())),
        PartSettings.pools(settings),
        faults.around(
            new Seams(
                (pool, listener) ->
                    new RedisIntake(link, PartSettings.intake(settings, pool, id), listener),
                new HoldingLeases(new RedisLeases(link, id, settlement.contextMargin()), gate),
                new RedisSettlement(
                    link, id, settlement, new SecretReferences(System.getenv()), gate, faults),
                launchers::of,
                new Aftermath(settlement.queues(), () -> ThreadLocalRandom.current().nextDouble()),
                new HostMemory(Path.of("/")),
                time,
                SupervisorListener.all(
                    List.of(
                        new TransitionLog(),
                        counters,
                        ends,
                        metrics.listener(),
                        new AuditedTransitions(audit, time),
                        new FirstReady(ready))))));
  }

  /** Often enough that no renewal comes late by a whole pause. */
  private static Duration watch(Settings.Lease lease) {
    Duration half = lease.renewal().dividedBy(2);
    return half.compareTo(WATCH) < 0 ? half : WATCH;
  }

  /** Tells when the first child is ready. */
  private record FirstReady(CompletableFuture<Void> ready) implements SupervisorListener {

    @Override
    public void childReady(Child child, long startupMillis) {
      ready.complete(null);
    }
  }
}
