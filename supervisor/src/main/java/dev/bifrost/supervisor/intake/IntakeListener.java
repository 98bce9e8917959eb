package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hears what the intake takes; called on its thread, and must not block. */
public interface IntakeListener {

  /**
   * These entries are ours now, as many grants are used, and their leases run.
   *
   * @param deliveries at least one
   * @param age how long ago at most their leases began; Redis gave them before their names arrived
   *     here, and in between anything may have stood still
   */
  void delivered(List<Delivery> deliveries, Duration age);

  /**
   * An entry that is no execution was acknowledged and dropped; it used no grant.
   *
   * @param reason what is wrong with it, with its receipt
   */
  void rejected(QueueName queue, String reason);

  /**
   * Redis answers ({@code reason} empty) or does not; told at every change.
   *
   * @param reason what is wrong, one sentence
   */
  void availability(Optional<String> reason);
}
