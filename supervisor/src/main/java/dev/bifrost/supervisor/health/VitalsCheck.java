package dev.bifrost.supervisor.health;

import dev.bifrost.protocol.Heartbeat.ChildEntry;
import dev.bifrost.protocol.Heartbeat.PoolEntry;
import dev.bifrost.supervisor.observe.Vitals;
import java.time.Duration;
import java.util.List;

/**
 * What the dispatcher itself says of its pools, children and leases.
 *
 * @param lease how long a lease lasts without renewal
 */
record VitalsCheck(Duration lease) {

  private static final Duration SLOW = Duration.ofSeconds(1);

  List<HealthNode> nodes(Vitals vitals) {
    return List.of(
        dispatcher(vitals),
        HealthNode.of("pools", vitals.census().pools().stream().map(this::pool).toList()),
        leases(vitals));
  }

  private static HealthNode dispatcher(Vitals vitals) {
    String lag = "It answered within " + vitals.lag().toMillis() + " ms";
    if (vitals.census().status().equals("draining")) {
      return HealthNode.down("dispatcher", "The supervisor drains and takes nothing more.");
    }
    return vitals.lag().compareTo(SLOW) > 0
        ? HealthNode.warning("dispatcher", lag + ", which is slow.")
        : HealthNode.up("dispatcher", lag);
  }

  private HealthNode pool(PoolEntry pool) {
    List<ChildEntry> children = pool.children();
    long busy = count(children, "busy");
    long idle = count(children, "idle");
    String counts = busy + " busy, " + idle + " idle, " + pool.max() + " at most";
    if (!pool.healthy()) {
      return HealthNode.down(pool.name(), "Its children cannot be started.");
    }
    if (busy + idle == 0) {
      return HealthNode.down(pool.name(), "None of its children is ready yet.");
    }
    return busy >= pool.max()
        ? HealthNode.up(pool.name(), counts + ": saturated")
        : HealthNode.up(pool.name(), counts);
  }

  private HealthNode leases(Vitals vitals) {
    if (vitals.oldestLease().isEmpty()) {
      return HealthNode.up("leases", "Nothing is held");
    }
    Duration age = vitals.oldestLease().get();
    String text = vitals.held() + " are held, the last renewal is " + age.toMillis() + " ms ago";
    if (age.compareTo(lease) >= 0) {
      return HealthNode.down("leases", text + ": others may take them over.");
    }
    return age.compareTo(lease.multipliedBy(2).dividedBy(3)) > 0
        ? HealthNode.warning("leases", text + ", which is late.")
        : HealthNode.up("leases", text);
  }

  private static long count(List<ChildEntry> children, String state) {
    return children.stream().filter(child -> child.state().equals(state)).count();
  }
}
