package dev.bifrost.supervisor;

import dev.bifrost.protocol.KeyPattern;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.QueueOrder;
import dev.bifrost.supervisor.config.QueueSettings;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.execution.QueueRules;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.execution.RetryDefaults;
import dev.bifrost.supervisor.gate.BreakerSettings;
import dev.bifrost.supervisor.gate.GateSettings;
import dev.bifrost.supervisor.intake.IntakeSettings;
import dev.bifrost.supervisor.intake.QueueLimits;
import dev.bifrost.supervisor.intake.QueueShares;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.pool.Recycling;
import dev.bifrost.supervisor.settlement.SettlementSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Says to each part what the settings say of it. */
final class PartSettings {

  private static final Duration IDLE_TIME = Duration.ofMinutes(1);

  private PartSettings() {}

  static List<PoolSettings> pools(Settings settings) {
    return settings.pools().stream().map(pool -> pool(settings, pool)).toList();
  }

  static IntakeSettings intake(Settings settings, PoolSettings pool, String supervisorId) {
    List<QueueName> queues =
        settings.service().queues().stream().filter(pool.queues()::contains).toList();
    IntakeSettings usual = IntakeSettings.of(pool.name(), supervisorId, queues);
    return new IntakeSettings(
        usual.pool(),
        usual.supervisorId(),
        usual.queues(),
        shares(settings, pool),
        limits(settings.queues()),
        settings.redis().lease().duration(),
        usual.promotion(),
        usual.largestEntry());
  }

  private static QueueShares shares(Settings settings, PoolSettings pool) {
    Map<QueueName, QueueShares.Share> shares = new HashMap<>();
    for (QueueSettings queue : settings.queues()) {
      shares.put(
          queue.name(), new QueueShares.Share(queue.share().priority(), queue.share().weight()));
    }
    boolean strict =
        settings.pools().stream()
            .filter(one -> one.name().equals(pool.name()))
            .anyMatch(one -> one.order() == QueueOrder.PRIORITY);
    return new QueueShares(strict, shares);
  }

  private static Map<QueueName, QueueLimits> limits(List<QueueSettings> queues) {
    Map<QueueName, QueueLimits> limits = new HashMap<>();
    for (QueueSettings queue : queues) {
      limits.put(queue.name(), new QueueLimits(queue.bounds().maxJobs(), queue.bounds().rate()));
    }
    return limits;
  }

  static GateSettings gate(Settings settings) {
    Settings.Breaker breaker = settings.child().breaker();
    return new GateSettings(
        settings.redis().lease().duration(),
        queues(settings),
        settings.service().queues(),
        new BreakerSettings(breaker.crashes(), breaker.within(), breaker.pause()));
  }

  static SettlementSettings settlement(Settings settings) {
    SettlementSettings usual = SettlementSettings.DEFAULT;
    return new SettlementSettings(
        queues(settings),
        usual.contextMargin(),
        settings.limits().context(),
        settings.limits().journal(),
        usual.eventEntries(),
        usual.journalBuffer());
  }

  private static PoolSettings pool(Settings settings, Settings.Pool pool) {
    Settings.Timing timing = settings.child().timing();
    Settings.Recycling recycling = pool.children().recycling();
    return new PoolSettings(
        pool.name(),
        new HashSet<>(pool.queues()),
        new PoolSettings.Size(
            pool.children().min(), pool.children().max(), pool.children().spares()),
        new PoolSettings.Patience(timing.start(), timing.killAfter(), IDLE_TIME),
        new Recycling(
            recycling.executions(), recycling.age(), recycling.resident(), recycling.heap()));
  }

  private static QueueTable queues(Settings settings) {
    Map<QueueName, QueueRules> named = new HashMap<>();
    settings.queues().forEach(queue -> named.put(queue.name(), rules(queue)));
    return new QueueTable(
        QueueRules.STANDARD.withResultLifetime(settings.limits().resultTtl()), named);
  }

  private static QueueRules rules(QueueSettings queue) {
    QueueSettings.Retry retry = queue.retry();
    return new QueueRules(
        new RetryDefaults(
            retry.maxAttempts(),
            retry.backoff(),
            retry.multiplier(),
            retry.maxBackoff(),
            retry.jitter(),
            retry.crashCredits()),
        queue.jobTimeout(),
        queue.resultTtl(),
        queue.bounds().concurrencyKey().map(KeyPattern::new));
  }
}
