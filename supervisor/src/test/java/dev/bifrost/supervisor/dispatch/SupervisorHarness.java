package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.admission.Headroom;
import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.observe.Counters;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.pool.Recycling;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.testing.FakeLauncher;
import dev.bifrost.supervisor.testing.ManualTime;
import dev.bifrost.supervisor.testing.RecordingSettlement;
import dev.bifrost.supervisor.testing.ScriptedIntake;
import dev.bifrost.supervisor.testing.ScriptedLeases;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The whole supervisor stepped by hand: no thread, no process, no Redis. */
final class SupervisorHarness {

  static final RetryRules ANY_RULES =
      new RetryRules(null, null, null, null, null, RetryRules.OnCrash.RETRY, null);
  static final RetryRules FAIL_ON_CRASH =
      new RetryRules(null, null, null, null, null, RetryRules.OnCrash.FAIL, null);

  final ManualTime time = new ManualTime();
  final FakeLauncher children = new FakeLauncher();
  final RecordingSettlement settlement = new RecordingSettlement();
  final ScriptedLeases leases = new ScriptedLeases();
  final Counters counters = new Counters();
  final Dispatch dispatch;

  /** What is left of it; empty while nobody tells. */
  Optional<ByteSize> memory = Optional.empty();

  private final Map<String, ScriptedIntake> intakes = new LinkedHashMap<>();

  SupervisorHarness(int min, int max) {
    this(List.of(pool("test", min, max, QueueName.DEFAULT)));
  }

  SupervisorHarness(List<PoolSettings> pools) {
    dispatch =
        new Dispatch(
            new DispatchSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                new Headroom(ByteSize.ofMebibytes(100))),
            pools,
            new Seams(
                (pool, listener) -> {
                  ScriptedIntake intake = new ScriptedIntake(listener);
                  intakes.put(pool.name(), intake);
                  return intake;
                },
                leases,
                settlement,
                pool -> children,
                new Aftermath(QueueTable.STANDARD, () -> 0),
                () -> memory,
                time,
                counters));
    dispatch.prepare();
    settle();
  }

  /** With so many children, all of them ready. */
  static SupervisorHarness withReadyChildren(int count) {
    SupervisorHarness harness = new SupervisorHarness(count, count);
    for (int number = 1; number <= count; number++) {
      harness.children.run(number);
      harness.children.ready(number);
    }
    harness.settle();
    return harness;
  }

  static PoolSettings pool(String name, int min, int max, QueueName... queues) {
    return pool(name, new PoolSettings.Size(min, max, 0), Recycling.NEVER, queues);
  }

  static PoolSettings pool(
      String name, PoolSettings.Size size, Recycling recycling, QueueName... queues) {
    return new PoolSettings(
        name,
        Set.of(queues),
        size,
        new PoolSettings.Patience(
            Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(1)),
        recycling);
  }

  /** Of the only pool. */
  ScriptedIntake intake() {
    return intakes.values().iterator().next();
  }

  ScriptedIntake intake(String pool) {
    return Objects.requireNonNull(intakes.get(pool), pool);
  }

  /** The only pool. */
  ChildPool pool() {
    return dispatch.decisions().stations().all().get(0).pool();
  }

  /** Works off all news, and checks after each that what always holds still does. */
  void settle() {
    while (dispatch.step()) {
      dispatch.decisions().stations().all().forEach(s -> s.pool().checkInvariants());
    }
  }

  /** Has children replaced; how many. */
  int recycle(Set<Long> pids) {
    CompletableFuture<Integer> found = dispatch.recycle(pids, "asked for");
    settle();
    return found.join();
  }

  void advance(Duration duration) {
    settle();
    time.advance(duration, this::settle);
  }

  /** Delivers and begins an execution; it is dispatched if a child is idle. */
  Delivery begin(String id, Optional<Duration> timeout, RetryRules rules) {
    Delivery delivery = intake().deliver(id);
    settle();
    settlement.begun(delivery, begun(1, new Terms.Runnable(timeout, rules)));
    settle();
    return delivery;
  }

  Delivery begin(String id) {
    return begin(id, Optional.of(Duration.ofMinutes(5)), ANY_RULES);
  }

  Beginning begun(int attempt, Terms terms) {
    return new Begun(attempt, time.now(), time.now(), Tally.NONE, terms);
  }

  Conclusion onlyConclusion() {
    if (settlement.conclusions().size() != 1) {
      throw new AssertionError("Not one conclusion: " + settlement.conclusions());
    }
    return settlement.conclusions().get(0);
  }

  static ExecutionResult success(String id) {
    return new ExecutionResult(
        new ExecutionId(id),
        Status.SUCCESS,
        JsonText.NULL,
        null,
        Duration.ofMillis(5),
        List.of(),
        false,
        JsonText.EMPTY_OBJECT,
        ResourceUsage.UNKNOWN,
        null,
        List.of());
  }

  static ExecutionResult failure(String id, String type) {
    return ExecutionResult.failed(
        new ExecutionId(id), Status.FAILED, new Failure("It failed.", type));
  }
}
