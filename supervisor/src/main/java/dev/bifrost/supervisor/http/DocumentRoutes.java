package dev.bifrost.supervisor.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document; a test holds it against the routes. */
final class DocumentRoutes {

  private static final String DOCUMENT = "openapi.yaml";

  List<Route> all() {
    return List.of(
        Route.get(
            "/api/v1/openapi.json",
            request -> CompletableFuture.completedStage(Answer.json(document()))));
  }

  private static JsonNode document() {
    try (InputStream text = DocumentRoutes.class.getResourceAsStream(DOCUMENT)) {
      return new YAMLMapper().readTree(Objects.requireNonNull(text, DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
