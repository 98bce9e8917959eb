package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waits for the ends of many executions at once, by the one stream on which all ends are told. What
 * that stream left out, because it is capped or an execution ended without a supervisor, is looked
 * for from time to time. Not thread-safe.
 */
final class Arrivals {

  private static final Duration BLOCK = Duration.ofSeconds(1);
  private static final int LOOKED_FOR_AT_ONCE = 500;

  private final Client client;
  private String last;

  /** From now on; made before anything is sent. */
  Arrivals(Client client) {
    this.client = client;
    this.last =
        client
            .commands()
            .xrevrange(client.keys().events(), Range.unbounded(), Limit.from(1))
            .stream()
            .findFirst()
            .map(StreamMessage::getId)
            .orElse("0");
  }

  /**
   * Waits until all have ended.
   *
   * @param results hears of each once, in the order in which they end
   */
  void await(Collection<ExecutionId> sent, Consumer<ObjectNode> results) {
    Set<String> open = new LinkedHashSet<>();
    sent.forEach(id -> open.add(id.value()));
    ArrayDeque<String> unheard = new ArrayDeque<>(open);
    while (!open.isEmpty()) {
      List<StreamMessage<String, String>> events = events();
      Set<String> told = new LinkedHashSet<>();
      for (StreamMessage<String, String> event : events) {
        last = event.getId();
        String id = event.getBody().getOrDefault("execution_id", "");
        if (open.contains(id) && "finished".equals(event.getBody().get("type"))) {
          told.add(id);
        }
      }
      if (events.isEmpty()) {
        told.addAll(nextUnheard(unheard, open));
      }
      take(told, open, results);
    }
  }

  // Lettuce takes an array of a generic type; it only reads it.
  @SuppressWarnings("unchecked")
  private List<StreamMessage<String, String>> events() {
    return client
        .commands()
        .xread(
            XReadArgs.Builder.count(LOOKED_FOR_AT_ONCE).block(BLOCK),
            XReadArgs.StreamOffset.from(client.keys().events(), last));
  }

  /** Some of those that nothing was heard of, all of them in turn. */
  private static List<String> nextUnheard(ArrayDeque<String> unheard, Set<String> open) {
    unheard.removeIf(id -> !open.contains(id));
    List<String> next = new ArrayList<>();
    for (int i = Math.min(LOOKED_FOR_AT_ONCE, unheard.size()); i > 0; i--) {
      String id = unheard.removeFirst();
      unheard.addLast(id);
      next.add(id);
    }
    return next;
  }

  /** Asks for all of them in one go. */
  private void take(Set<String> told, Set<String> open, Consumer<ObjectNode> results) {
    Map<String, CompletionStage<Optional<String>>> asked = new LinkedHashMap<>();
    told.forEach(id -> asked.put(id, client.executions().result(new ExecutionId(id))));
    asked.forEach(
        (id, answer) ->
            client
                .answer(answer)
                .ifPresent(
                    text -> {
                      open.remove(id);
                      results.accept(Client.object(text));
                    }));
  }
}
