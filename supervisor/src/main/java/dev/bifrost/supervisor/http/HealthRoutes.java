package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.health.Condition;
import dev.bifrost.supervisor.health.Health;
import dev.bifrost.supervisor.health.HealthNode;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether this supervisor lives, and whether it can take work. */
final class HealthRoutes {

  private final Health health;

  HealthRoutes(Health health) {
    this.health = health;
  }

  List<Route> all() {
    return List.of(
        Route.get("/health/live", request -> health.live().thenApply(HealthRoutes::answer)),
        Route.get("/health/ready", request -> health.tree().thenApply(HealthRoutes::answer)));
  }

  private static Answer answer(HealthNode node) {
    return Answer.json(node.condition() == Condition.DOWN ? 503 : 200, json(node));
  }

  private static ObjectNode json(HealthNode node) {
    ObjectNode json =
        Json.object()
            .put("name", node.name())
            .put("status", node.condition().name().toLowerCase(Locale.ROOT));
    node.reason().ifPresent(reason -> json.put("reason", reason));
    if (!node.parts().isEmpty()) {
      ArrayNode parts = json.putArray("parts");
      node.parts().forEach(part -> parts.add(json(part)));
    }
    return json;
  }
}
