package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/** {@code bifrost queues}: shows how much stands in the queues. */
@Command(description = "Show the queues, and how many executions wait and run.")
final class QueuesCommand implements Callable<Integer> {

  /** One queue at this moment. */
  private record Depth(
      QueueName queue,
      long waiting,
      long taken,
      long held,
      long scheduled,
      Optional<String> nextDue,
      long dead) {}

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  QueuesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    List<QueueName> configured =
        Configuration.load(connection.options(), surroundings).settings().service().queues();
    try (Client client = connection.connect(surroundings)) {
      TreeSet<QueueName> queues = new TreeSet<>(configured);
      client.commands().smembers(client.keys().queues()).stream()
          .flatMap(name -> named(name).stream())
          .forEach(queues::add);
      print(queues.stream().map(queue -> depth(client, queue)).toList());
      return ExitCode.DONE.number();
    }
  }

  /** The queue of this name; empty if somebody else put it there and it is none. */
  private static Optional<QueueName> named(String name) {
    try {
      return Optional.of(new QueueName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Depth depth(Client client, QueueName queue) {
    long length = 0;
    long taken = 0;
    for (String stream : List.of(client.keys().queue(queue), client.keys().front(queue))) {
      length += client.commands().xlen(stream);
      taken += taken(client, stream);
    }
    return new Depth(
        queue,
        Math.max(0, length - taken),
        taken,
        client.commands().zcard(client.keys().waiting(queue)),
        client.commands().zcard(client.keys().scheduled(queue)),
        nextDue(client, queue),
        client.commands().zcard(client.keys().dead(queue)));
  }

  private static Optional<String> nextDue(Client client, QueueName queue) {
    return client.commands().zrangeWithScores(client.keys().scheduled(queue), 0, 0).stream()
        .findFirst()
        .map(first -> Json.time(Instant.ofEpochMilli((long) first.getScore())));
  }

  private static long taken(Client client, String stream) {
    if (client.commands().exists(stream) == 0) {
      return 0;
    }
    try {
      return client.commands().xpending(stream, "bifrost").getCount();
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
        // No supervisor has served this queue yet.
        return 0;
      }
      throw e;
    }
  }

  private void print(List<Depth> depths) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      depths.forEach(
          depth ->
              array
                  .addObject()
                  .put("queue", depth.queue.value())
                  .put("waiting", depth.waiting)
                  .put("taken", depth.taken)
                  .put("held_back", depth.held)
                  .put("scheduled", depth.scheduled)
                  .put("next_due_at", depth.nextDue.orElse(null))
                  .put("dead", depth.dead));
      output.pretty(array);
      return;
    }
    Table table =
        new Table("QUEUE", "WAITING", "TAKEN", "HELD BACK", "SCHEDULED", "DEAD", "NEXT DUE");
    for (Depth depth : depths) {
      List<String> cells = new ArrayList<>(List.of(depth.queue.value()));
      for (long count :
          new long[] {depth.waiting, depth.taken, depth.held, depth.scheduled, depth.dead}) {
        cells.add(String.valueOf(count));
      }
      cells.add(depth.nextDue.orElse("-"));
      table.row(cells.toArray(String[]::new));
    }
    table.lines().forEach(output::line);
  }
}
