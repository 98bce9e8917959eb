package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.dispatch.Event.CancelRequested;
import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.dispatch.Event.Renewed;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.intake.Leases;
import dev.bifrost.supervisor.pool.ChildState;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done again and again while something is held: renew leases, look for cancel
 * requests, note what busy children use. On the dispatcher thread.
 */
final class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final DispatchSettings settings;
  private final Leases leases;
  private final Time time;
  private final Decisions decisions;
  private final Consumer<Event> post;
  private Instant renewedAt;
  private boolean busy;

  Upkeep(
      DispatchSettings settings,
      Leases leases,
      Time time,
      Decisions decisions,
      Consumer<Event> post) {
    this.settings = settings;
    this.leases = leases;
    this.time = time;
    this.decisions = decisions;
    this.post = post;
    this.renewedAt = time.now();
  }

  /** Something is held: looks after it, again and again, until nothing is. Idempotent. */
  void begin() {
    if (!busy) {
      busy = true;
      renewedAt = time.now();
      later();
    }
  }

  private void look() {
    if (decisions.table().isEmpty()) {
      // An idle supervisor wakes up for nothing.
      busy = false;
      return;
    }
    decisions.tenure().fence();
    renew();
    lookForCancels();
    noteUsage();
    later();
  }

  private void later() {
    time.after(settings.watch(), () -> post.accept(new Due(this::look)));
  }

  private void renew() {
    Instant now = time.now();
    if (now.isBefore(renewedAt.plus(settings.renewal()))) {
      return;
    }
    renewedAt = now;
    Collection<Delivery> held = decisions.table().deliveries();
    ignoreFailure(
        "Leases were not renewed",
        leases.renew(held).thenAccept(lost -> post.accept(new Renewed(held, lost, now))));
  }

  private void lookForCancels() {
    List<ExecutionId> ids =
        decisions.table().all().stream()
            .filter(execution -> execution.cancelRequest().isEmpty())
            .filter(
                execution ->
                    execution.state() == ExecutionState.QUEUED
                        || execution.state() == ExecutionState.DISPATCHED)
            .map(Execution::id)
            .toList();
    if (ids.isEmpty()) {
      return;
    }
    ignoreFailure(
        "Cancel requests could not be looked for",
        leases
            .cancelRequests(ids)
            .thenAccept(
                requests -> {
                  if (!requests.isEmpty()) {
                    post.accept(new CancelRequested(requests));
                  }
                }));
  }

  /** A child that dies between two looks leaves no more than the last one. */
  private void noteUsage() {
    decisions.stations().children().stream()
        .filter(child -> child.state() == ChildState.BUSY)
        .flatMap(child -> child.process().stream())
        .forEach(ChildProcess::usage);
  }

  private static void ignoreFailure(String what, CompletionStage<Void> stage) {
    CompletionStage<Void> told =
        stage.exceptionally(
            e -> {
              log.warn("{}: {}; tried again soon", what, e.toString());
              return null;
            });
    log.trace("{}", told);
  }
}
