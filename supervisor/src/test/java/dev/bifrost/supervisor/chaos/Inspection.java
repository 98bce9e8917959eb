package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The questions after the fire. What is wrong stands in the violations, with the journal. */
final class Inspection {

  private static final int JOURNALS_SHOWN = 3;

  private final RedisCommands<String, String> redis;
  private final Path runs;
  private final List<String> violations = new ArrayList<>();
  private final Map<Integer, Integer> attempts = new TreeMap<>();
  private int lost;
  private int doubled;
  private int overlaps;

  Inspection(RedisCommands<String, String> redis, Path runs) {
    this.redis = redis;
    this.runs = runs;
  }

  /**
   * One execution: one result, one end in the journal, not more attempts than there were reasons,
   * and no two attempts at the same time.
   */
  void execution(ExecutionId id, int mostAttempts) throws IOException {
    List<StreamMessage<String, String>> journal =
        redis.xrange(Load.KEYS.events(id), Range.unbounded());
    long ends =
        journal.stream().filter(entry -> "finished".equals(entry.getBody().get("type"))).count();
    String text = redis.get(Load.KEYS.result(id));
    if (text == null) {
      lost++;
      violated(id, "it has no result", journal);
      return;
    }
    JsonNode result = read(text);
    int attempt = result.path("attempt").asInt(0);
    attempts.merge(attempt, 1, Integer::sum);
    String state = redis.hget(Load.KEYS.state(id), "attempt");
    if (ends != 1) {
      doubled++;
      violated(id, "its journal says " + ends + " times that it finished", journal);
    } else if (!"finished".equals(journal.get(journal.size() - 1).getBody().get("type"))) {
      violated(id, "its journal goes on after its end", journal);
    } else if (!result.path("status").asString("").equals("Success")
        || !result.path("result").asString("").equals(id.value())) {
      violated(id, "its result is not its own: " + text, journal);
    } else if (!Integer.toString(attempt).equals(state)) {
      violated(id, "its result is of attempt " + attempt + ", its state of " + state, journal);
    } else if (attempt > mostAttempts) {
      violated(id, "it needed " + attempt + " attempts, allowed are " + mostAttempts, journal);
    }
    for (String problem : Runs.read(runs, id).problems(attempt)) {
      overlaps++;
      violated(id, problem, journal);
    }
  }

  /** The queue: nothing waits, nothing is pending, nothing is scheduled, nothing is dead. */
  void queue() {
    empty("queue", redis.xlen(Load.KEYS.queue(QueueName.DEFAULT)));
    empty("pending list", redis.xpending(Load.KEYS.queue(QueueName.DEFAULT), "bifrost").getCount());
    empty("schedule", redis.zcard(Load.KEYS.scheduled(QueueName.DEFAULT)));
    empty("list of the dead", redis.zcard(Load.KEYS.dead(QueueName.DEFAULT)));
  }

  /** Anything else that is wrong. */
  void violated(String what) {
    violations.add(what);
  }

  List<String> violations() {
    return violations;
  }

  int lost() {
    return lost;
  }

  int doubled() {
    return doubled;
  }

  int overlaps() {
    return overlaps;
  }

  /** How many executions ended in which attempt. */
  Map<Integer, Integer> attempts() {
    return attempts;
  }

  private void empty(String what, long entries) {
    if (entries != 0) {
      violated("The " + what + " still has " + entries + " entries");
    }
  }

  private void violated(ExecutionId id, String what, List<StreamMessage<String, String>> journal) {
    String text = id + ": " + what;
    if (violations.size() < JOURNALS_SHOWN) {
      StringBuilder all = new StringBuilder(text);
      journal.forEach(entry -> all.append("\n    ").append(entry));
      all.append("\n    state ").append(redis.hgetall(Load.KEYS.state(id)));
      all.append("\n    runs ").append(Runs.text(runs, id).replace("\n", "; "));
      text = all.toString();
    }
    violations.add(text);
  }

  private static JsonNode read(String text) {
    try {
      return Json.read(text);
    } catch (MalformedJsonException e) {
      throw new AssertionError("A result is no JSON: " + text, e);
    }
  }
}
