package dev.bifrost.supervisor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The document says what the routes do. */
class OpenApiTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void theDocumentAndTheRoutesAreTheSame() throws RedisTroubleException {
    TreeSet<String> documented = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    TreeSet<String> routes = new TreeSet<>();
    HttpServer.routes(HttpBench.subjects(REDIS.link(), HttpBench.WELL))
        .forEach(route -> routes.add(route.method() + " " + route.template()));

    assertEquals(routes, documented);
  }

  @Test
  void everyOperationSaysWhatItDoesAndHasAGoodAndABadEnd() throws RedisTroubleException {
    TreeSet<String> names = new TreeSet<>();
    document()
        .path("paths")
        .values()
        .forEach(
            path ->
                path.values()
                    .forEach(
                        operation -> {
                          String name = operation.path("operationId").asString("");
                          assertTrue(names.add(name), name + " is there twice");
                          assertFalse(operation.path("summary").asString("").isEmpty(), name);
                          JsonNode ends = operation.path("responses");
                          assertTrue(
                              ends.propertyNames().stream().anyMatch(s -> s.startsWith("2")), name);
                          if (!name.equals("live")) {
                            assertTrue(ends.has("401"), name + " needs a token");
                          }
                        }));
  }

  @Test
  void everyReferenceLeadsSomewhere() throws RedisTroubleException {
    JsonNode document = document();
    for (JsonNode reference : document.findValues("$ref")) {
      assertFalse(
          document.at(reference.asString().substring(1)).isMissingNode(), reference.asString());
    }
  }

  private static JsonNode document() throws RedisTroubleException {
    try (HttpBench bench = HttpBench.open(REDIS.link(), Optional.empty(), HttpBench.WELL)) {
      HttpCaller.Reply reply = bench.caller().get("/api/v1/openapi.json");
      assertEquals(200, reply.status());
      return reply.json();
    }
  }
}
