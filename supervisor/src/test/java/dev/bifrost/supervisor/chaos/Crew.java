package dev.bifrost.supervisor.chaos;

import dev.bifrost.supervisor.fault.FaultPoint;
import dev.bifrost.supervisor.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The supervisors, and what is done to them. All of it on the one thread of the executor, except
 * where it says otherwise; each supervisor that ends is started again, until the crew is let go.
 */
final class Crew {

  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);
  private static final Duration PROVOCATION = Duration.ofSeconds(2);
  private static final int KILLED = 137;

  private final Path folder;
  private final ChaosRedis redis;
  private final ChaosSettings settings;
  private final ScheduledExecutorService executor;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final Deque<FaultPoint> points = new ArrayDeque<>();
  private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
  private final Map<FaultPoint, Integer> deaths = new EnumMap<>(FaultPoint.class);
  private final Set<String> expected = new HashSet<>();
  private final List<String> surprises = new ArrayList<>();
  private int starts;
  private int kills;
  private boolean calm;
  private volatile boolean dismissed;
  private boolean redisTroubled;

  Crew(Path folder, ChaosRedis redis, ChaosSettings settings, ScheduledExecutorService executor) {
    this.folder = folder;
    this.redis = redis;
    this.settings = settings;
    this.executor = executor;
    this.random = new Random(settings.seed());
    List<FaultPoint> all = new ArrayList<>(Arrays.asList(FaultPoint.values()));
    Collections.shuffle(all, random);
    points.addAll(all);
  }

  void start() {
    for (int number = 0; number < settings.supervisors(); number++) {
      add();
    }
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  /** Deals one blow, if there is somebody whom it can hit. */
  void strike(Blow blow) throws IOException, InterruptedException {
    boolean struck =
        switch (blow) {
          case KILL_CHILD -> killChild();
          case KILL_SUPERVISOR -> someone().map(this::kill).orElse(false);
          case FREEZE_SUPERVISOR -> freeze();
          case DRAIN_SUPERVISOR -> someone().map(this::drain).orElse(false);
          case KILL_REDIS -> killRedis();
          case PAUSE_REDIS -> pauseRedis();
        };
    if (struck) {
      blows.merge(blow, 1, Integer::sum);
    }
  }

  /** From now on nothing dies any more but what was asked to already. */
  void calm() throws IOException, InterruptedException {
    calm = true;
    for (Member member : members()) {
      Signal.send("CONT", member.pid());
      if (member.armed().isPresent()) {
        kill(member);
      }
    }
  }

  /** How often each blow was dealt. */
  Map<Blow, Integer> blows() {
    return blows;
  }

  /** How many supervisors have died at each point. */
  Map<FaultPoint, Integer> deaths() {
    return deaths;
  }

  /** Whether every blow was dealt, and a supervisor has died at each point. */
  boolean hasSeenEverything() {
    return blows.keySet().equals(EnumSet.allOf(Blow.class))
        && deaths.keySet().equals(EnumSet.allOf(FaultPoint.class));
  }

  /** Everything that was done to the system. */
  int faults() {
    return kills
        + blows.values().stream().mapToInt(Integer::intValue).sum()
        + deaths.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Supervisors that ended otherwise than they were made to. */
  List<String> surprises() {
    return surprises;
  }

  /** Lets the crew go: it drains. Not on the executor's thread. */
  void dismiss() throws InterruptedException {
    dismissed = true;
    List<Member> last = members();
    last.forEach(Member::terminate);
    for (Member member : last) {
      if (!member.process().waitFor(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        surprises.add(member.name() + " does not drain:\n" + member.output());
        member.kill();
      } else if (member.process().exitValue() != 0) {
        surprises.add(member.name() + " drained with exit code " + member.process().exitValue());
      }
    }
  }

  /** Ends what is left, whatever happened. */
  void abandon() {
    dismissed = true;
    members().forEach(Member::destroy);
  }

  private void add() {
    // All points have their turn; from then on a supervisor dies at one of them by chance.
    boolean soon = !points.isEmpty();
    double chance = soon ? Member.LIKELY : Member.SELDOM;
    Optional<FaultPoint> armed = calm ? Optional.empty() : nextPoint();
    try {
      Member member =
          Member.start(
              folder, "supervisor-" + ++starts, redis.uri(), settings.children(), armed, chance);
      members.add(member);
      var unused = member.ended().thenRunAsync(() -> ended(member), executor);
      if (armed.isPresent() && soon) {
        provoke(member, armed.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ended(Member member) {
    if (dismissed) {
      return;
    }
    members.remove(member);
    int code = member.process().exitValue();
    if (code == Faults.EXIT_CODE && member.armed().isPresent()) {
      deaths.merge(member.armed().get(), 1, Integer::sum);
    } else {
      member.armed().filter(point -> !deaths.containsKey(point)).ifPresent(points::addFirst);
      boolean asItWas = expected.contains(member.name()) && (code == 0 || code == KILLED);
      // Who starts while Redis is away says so, and leaves.
      boolean noRedis = redisTroubled && code == 3;
      if (!asItWas && !noRedis) {
        surprises.add(member.name() + " ended with exit code " + code + ":\n" + member.output());
      }
    }
    add();
  }

  private Optional<FaultPoint> nextPoint() {
    if (points.isEmpty()) {
      FaultPoint[] all = FaultPoint.values();
      return random.nextBoolean() ? Optional.of(all[random.nextInt(all.length)]) : Optional.empty();
    }
    return Optional.of(points.removeFirst());
  }

  /** Some points are passed only by those to whom something happens. */
  private void provoke(Member member, FaultPoint point) {
    Runnable provocation =
        switch (point) {
          // A JVM that has just begun knows no drain.
          case IN_DRAIN -> () -> drainIfReady(member);
          case IN_RECYCLE -> () -> member.children().forEach(this::killChild);
          default -> () -> {};
        };
    later(
        PROVOCATION,
        () -> {
          if (member.isAlive()) {
            provocation.run();
            provoke(member, point);
          }
        });
  }

  private boolean killChild() {
    List<ProcessHandle> children =
        members.stream().flatMap(member -> member.children().stream()).toList();
    if (children.isEmpty()) {
      return false;
    }
    killChild(children.get(random.nextInt(children.size())));
    return true;
  }

  private void killChild(ProcessHandle child) {
    kills++;
    child.destroyForcibly();
  }

  private boolean kill(Member member) {
    expected.add(member.name());
    member.kill();
    return true;
  }

  private boolean drain(Member member) {
    expected.add(member.name());
    member.terminate();
    later(LONGEST_DRAIN, member::kill);
    return true;
  }

  private void drainIfReady(Member member) {
    if (member.isReady()) {
      drain(member);
    }
  }

  private boolean freeze() throws IOException, InterruptedException {
    Optional<Member> someone = someone();
    if (someone.isEmpty()) {
      return false;
    }
    Member member = someone.get();
    Signal.send("STOP", member.pid());
    later(
        ChaosSettings.LEASE.plusMillis(1_000 + random.nextInt(3_000)),
        () -> signal("CONT", member.pid()));
    return true;
  }

  private boolean killRedis() {
    if (redisTroubled) {
      return false;
    }
    redisTroubled = true;
    redis.kill();
    later(
        Duration.ofMillis(200 + random.nextInt(1_500)),
        () -> {
          try {
            redis.restart();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Redis does not start again", e);
          } finally {
            later(Duration.ofSeconds(6), () -> redisTroubled = false);
          }
        });
    return true;
  }

  private boolean pauseRedis() throws IOException, InterruptedException {
    if (redisTroubled) {
      return false;
    }
    redisTroubled = true;
    redis.signal("STOP");
    later(
        Duration.ofMillis(500 + random.nextInt(4_000)),
        () -> {
          try {
            redis.signal("CONT");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Redis does not go on", e);
          } finally {
            later(Duration.ofSeconds(6), () -> redisTroubled = false);
          }
        });
    return true;
  }

  private Optional<Member> someone() {
    List<Member> ready = members.stream().filter(Member::isAlive).filter(Member::isReady).toList();
    return ready.isEmpty()
        ? Optional.empty()
        : Optional.of(ready.get(random.nextInt(ready.size())));
  }

  private void signal(String name, long pid) {
    try {
      Signal.send(name, pid);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void later(Duration delay, Runnable action) {
    if (!executor.isShutdown()) {
      var unused = executor.schedule(() -> run(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      // An executor would swallow it, and the fire would go out unseen.
      surprises.add("A blow missed: " + e);
    }
  }
}
