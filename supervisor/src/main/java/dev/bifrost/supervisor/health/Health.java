package dev.bifrost.supervisor.health;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Looks after everything that the supervisor depends on, when somebody asks; any thread. */
public final class Health {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vitals.Source vitals;
  private final VitalsCheck own;
  private final RedisCheck redis;
  private final RecentEnds ends;
  private final DiskCheck disk;

  /**
   * @param vitals asks the dispatcher
   * @param ends how the last executions ended
   * @param place where we are
   */
  public Health(Vitals.Source vitals, RecentEnds ends, RedisLink link, Time time, Place place) {
    this.vitals = vitals;
    this.ends = ends;
    this.own = new VitalsCheck(place.lease());
    this.redis = new RedisCheck(link, place.queues(), time);
    this.disk = new DiskCheck(place.stateDirectory());
  }

  /**
   * What the checks have to know.
   *
   * @param queues the queues that are served
   * @param lease how long a lease lasts without renewal
   * @param stateDirectory where room is needed
   */
  public record Place(List<QueueName> queues, Duration lease, Path stateDirectory) {

    /** Copies the list. */
    public Place {
      queues = List.copyOf(queues);
    }
  }

  /** Whether the dispatcher gets on: a saturated or unhealthy supervisor still lives. */
  public CompletionStage<HealthNode> live() {
    return look()
        .handle(
            (found, late) ->
                late == null
                    ? HealthNode.up(
                        "dispatcher", "It answered within " + found.lag().toMillis() + " ms")
                    : stalled());
  }

  /** The whole tree. */
  public CompletionStage<HealthNode> tree() {
    return look()
        .handle(
            (found, late) ->
                late == null ? tree(found) : redis.nodes(false).thenApply(this::stalled))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<HealthNode> tree(Vitals found) {
    boolean childIdle =
        found.census().pools().stream()
            .flatMap(pool -> pool.children().stream())
            .anyMatch(child -> child.state().equals("idle"));
    return redis
        .nodes(childIdle)
        .thenApply(
            ofRedis -> {
              List<HealthNode> parts = new ArrayList<>(own.nodes(found));
              parts.addAll(ofRedis);
              parts.add(ends.node());
              parts.add(disk.node());
              return HealthNode.of("supervisor", parts);
            });
  }

  private HealthNode stalled(List<HealthNode> ofRedis) {
    List<HealthNode> parts = new ArrayList<>(List.of(stalled()));
    parts.addAll(ofRedis);
    return HealthNode.of("supervisor", parts);
  }

  private static HealthNode stalled() {
    return HealthNode.down(
        "dispatcher", "It has not answered for " + PATIENCE.toSeconds() + " s: it has stalled.");
  }

  private CompletableFuture<Vitals> look() {
    return vitals.look().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
