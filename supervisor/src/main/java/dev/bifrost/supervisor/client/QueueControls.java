package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.audit.AuditTrail;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Pauses, resumes and limits queues. What is written holds over restarts, and every supervisor
 * looks at it each second. Stages fail as Redis does. Any thread.
 */
public final class QueueControls {

  static final String PAUSED = "paused";
  static final String PAUSED_BY = "paused_by";
  static final String PAUSED_REASON = "paused_reason";
  static final String PAUSED_AT = "paused_at";
  private static final String LIMITS_BY = "limits_by";
  private static final String LIMITS_AT = "limits_at";

  private static final Script CONTROL = Script.load("control");

  private final RedisLink link;
  private final Operator operator;
  private final AuditTrail audit;

  /** Through this link. */
  public QueueControls(RedisLink link) {
    this.link = link;
    this.operator = new Operator(link);
    this.audit = new AuditTrail(link, "operator");
  }

  /** What is set now. */
  public CompletionStage<QueueControl> read(QueueName queue) {
    return link.commands().hgetall(link.keys().settings(queue)).thenApply(QueueControl::of);
  }

  /**
   * Lets nothing more be taken from a queue until it is resumed; what runs goes on.
   *
   * @return what was set before
   */
  public CompletionStage<QueueControl> pause(QueueName queue, String by, Optional<String> reason) {
    return link.time()
        .thenCompose(
            now -> {
              Map<String, String> fields = new HashMap<>();
              fields.put(PAUSED, "true");
              fields.put(PAUSED_BY, by);
              fields.put(PAUSED_AT, Json.time(now));
              reason.ifPresent(why -> fields.put(PAUSED_REASON, why));
              audit.note(
                  now,
                  "pause",
                  queue.value(),
                  by,
                  reason.map(why -> Map.of("reason", why)).orElse(Map.of()));
              return change(queue, reason.isPresent() ? Set.of() : Set.of(PAUSED_REASON), fields);
            });
  }

  /**
   * Goes on.
   *
   * @return what was set before
   */
  public CompletionStage<QueueControl> resume(QueueName queue, String by) {
    audit.note("resume", queue.value(), by, Map.of());
    return change(queue, Set.of(PAUSED, PAUSED_BY, PAUSED_REASON, PAUSED_AT), Map.of());
  }

  /**
   * Sets limits, which count more than what is configured.
   *
   * @param limits checked values
   * @return what was set before
   */
  public CompletionStage<QueueControl> set(
      QueueName queue, String by, Map<QueueLimit, String> limits) {
    return link.time()
        .thenCompose(
            now -> {
              Map<String, String> fields = new HashMap<>(noted(by, now));
              limits.forEach((limit, value) -> fields.put(limit.field(), value));
              audit.note(now, "set", queue.value(), by, fields);
              return change(queue, Set.of(), fields);
            });
  }

  /**
   * Takes limits back, so that what is configured holds again.
   *
   * @return what was set before
   */
  public CompletionStage<QueueControl> unset(QueueName queue, String by, Set<QueueLimit> limits) {
    Set<String> fields = limits.stream().map(QueueLimit::field).collect(Collectors.toSet());
    return link.time()
        .thenCompose(
            now -> {
              audit.note(
                  now, "unset", queue.value(), by, Map.of("fields", String.join(",", fields)));
              return change(queue, fields, noted(by, now));
            });
  }

  private CompletionStage<QueueControl> change(
      QueueName queue, Set<String> removed, Map<String, String> written) {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(removed.size())));
    arguments.addAll(removed);
    written.forEach((field, value) -> arguments.addAll(List.of(field, value)));
    return link.run(CONTROL, List.of(link.keys().settings(queue)), arguments)
        .thenCombine(
            link.commands().sadd(link.keys().queues(), queue.value()),
            (before, known) -> QueueControl.of(fields(before)))
        // They would see it within the second anyway.
        .thenCombine(operator.refreshAll(), (before, told) -> before);
  }

  private static Map<String, String> fields(Reply flat) {
    Map<String, String> fields = new HashMap<>();
    for (int index = 0; index + 1 < flat.size(); index += 2) {
      fields.put(flat.text(index), flat.text(index + 1));
    }
    return fields;
  }

  private static Map<String, String> noted(String by, Instant now) {
    return Map.of(LIMITS_BY, by, LIMITS_AT, Json.time(now));
  }
}
