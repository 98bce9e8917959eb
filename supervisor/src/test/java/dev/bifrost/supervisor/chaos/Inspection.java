package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The questions after the fire. What is wrong stands in the violations, with the journal. */
final class Inspection {

  private static final int JOURNALS_SHOWN = 3;

  private final RedisCommands<String, String> redis;
  private final Path runs;
  private final List<String> violations = new ArrayList<>();
  private final SharedKeys keys = new SharedKeys();
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
  void execution(Order order, int mostAttempts) throws IOException {
    ExecutionId id = order.id();
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
    String first = result.path("idempotent_of").asString("");
    if (ends != 1) {
      doubled++;
      violated(id, "its journal says " + ends + " times that it finished", journal);
    } else if (!"finished".equals(journal.get(journal.size() - 1).getBody().get("type"))) {
      violated(id, "its journal goes on after its end", journal);
    } else if (!result.path("status").asString("").equals("Success")
        || !result.path("result").asString("").equals(first.isEmpty() ? id.value() : first)) {
      violated(id, "its result is not its own: " + text, journal);
    } else if (first.isEmpty() && !Integer.toString(attempt).equals(state)) {
      violated(id, "its result is of attempt " + attempt + ", its state of " + state, journal);
    } else if (attempt > mostAttempts) {
      violated(id, "it needed " + attempt + " attempts, allowed are " + mostAttempts, journal);
    }
    Runs own = Runs.read(runs, id);
    if (first.isEmpty()) {
      keys.ran(order, own);
      for (String problem : own.problems(attempt)) {
        overlaps++;
        violated(id, problem, journal);
      }
    } else if (order.same().isEmpty() || !own.attempts().isEmpty()) {
      violated(id, "it has the result of " + first + " and should not, or ran itself", journal);
    }
  }

  /** The queue: nothing waits, nothing is pending, nothing is scheduled, nothing is dead. */
  void queue() {
    QueueName queue = QueueName.DEFAULT;
    empty("queue", redis.xlen(Load.KEYS.queue(queue)));
    empty("pending list", redis.xpending(Load.KEYS.queue(queue), "bifrost").getCount());
    empty("front of the queue", redis.xlen(Load.KEYS.front(queue)));
    empty(
        "pending list of the front", redis.xpending(Load.KEYS.front(queue), "bifrost").getCount());
    empty("list of those who wait for others", redis.zcard(Load.KEYS.waiting(queue)));
    empty("schedule", redis.zcard(Load.KEYS.scheduled(queue)));
    empty("list of the dead", redis.zcard(Load.KEYS.dead(queue)));
  }

  /** The keys that executions shared: they kept to them, nobody has one, nobody waits for one. */
  void keys(List<Order> orders) {
    keys.problems().forEach(this::violated);
    for (Order.Shared shared : shared(orders)) {
      empty("concurrency key " + shared.key(), held(shared));
      empty("waiters for " + shared.key(), redis.zcard(Load.KEYS.waiters(shared.digest())));
    }
    for (Order order : orders) {
      if (order.same().isPresent()) {
        empty("followers of " + order.id(), redis.exists(Load.KEYS.followers(order.id())));
      }
    }
  }

  /** How many hold one of these keys at the moment. */
  long held(List<Order> orders) {
    return shared(orders).stream().mapToLong(this::held).sum();
  }

  private long held(Order.Shared shared) {
    double now = Double.parseDouble(redis.time().get(0)) * 1_000;
    return redis.zcount(
        Load.KEYS.holders(shared.digest()),
        Range.from(Boundary.including(now), Boundary.unbounded()));
  }

  private static Set<Order.Shared> shared(List<Order> orders) {
    return orders.stream().flatMap(order -> order.shares().stream()).collect(Collectors.toSet());
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
