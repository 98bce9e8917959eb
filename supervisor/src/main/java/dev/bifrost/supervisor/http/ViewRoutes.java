package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Queues;
import dev.bifrost.supervisor.client.Supervisors;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.List;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looking at supervisors and queues. */
final class ViewRoutes {

  private final Supervisors supervisors;
  private final Queues queues;
  private final List<QueueName> served;

  /**
   * @param served queues that are shown though nobody may have sent anything yet
   */
  ViewRoutes(RedisLink link, List<QueueName> served) {
    this.supervisors = new Supervisors(link);
    this.queues = new Queues(link);
    this.served = served;
  }

  List<Route> all() {
    return List.of(
        Route.get("/api/v1/supervisors", this::supervisors),
        Route.get("/api/v1/queues", this::queues));
  }

  private CompletionStage<Answer> supervisors(Request request) {
    return supervisors
        .heartbeats()
        .thenApply(
            heartbeats -> {
              ObjectNode json = Json.object();
              ArrayNode array = json.putArray("supervisors");
              heartbeats.forEach(array::add);
              return Answer.json(json);
            });
  }

  private CompletionStage<Answer> queues(Request request) {
    return queues
        .depths(served)
        .thenApply(
            depths -> {
              ObjectNode json = Json.object();
              ArrayNode array = json.putArray("queues");
              depths.forEach(depth -> array.add(depth.toJson()));
              return Answer.json(json);
            });
  }
}
