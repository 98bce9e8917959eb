package dev.bifrost.supervisor.http;

import dev.bifrost.supervisor.redis.RedisTrouble;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who answers a request, and makes answers of failures; any thread. */
final class Routes {

  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final List<Route> routes;
  private final Access access;

  Routes(List<Route> routes, Access access) {
    this.routes = List.copyOf(routes);
    this.access = access;
  }

  List<Route> all() {
    return routes;
  }

  /** Answers a request; always completes normally. The request is of no more use afterwards. */
  CompletionStage<Answer> answer(FullHttpRequest request) {
    try {
      return handle(request).<Answer>thenApply(answer -> answer).exceptionally(this::failed);
    } catch (RuntimeException e) {
      return CompletableFuture.completedStage(failed(e));
    }
  }

  private CompletionStage<? extends Answer> handle(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      throw new ProblemException(
          400, "This is no HTTP request: " + request.decoderResult().cause().getMessage());
    }
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    List<String> path = segments(uri);
    access.check(path, request.headers());
    String method = request.method().name();
    // The codec cuts the body off.
    String wanted = method.equals("HEAD") ? "GET" : method;
    List<String> others = new ArrayList<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(path);
      if (variables.isPresent() && route.method().equals(wanted)) {
        return route
            .handler()
            .answer(
                new Request(
                    variables.get(),
                    uri.parameters(),
                    headers(request),
                    request.content().toString(StandardCharsets.UTF_8)));
      }
      variables.ifPresent(found -> others.add(route.method()));
    }
    if (others.isEmpty()) {
      throw new ProblemException(
          404, "There is no " + uri.path() + ". /api/v1/openapi.json lists everything.");
    }
    throw new ProblemException(
        405,
        method + " is not possible here; " + String.join(", ", others) + " is.",
        Map.of("allow", String.join(", ", others)));
  }

  private Answer failed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ProblemException problem) {
      return problem.answer();
    }
    RedisTrouble trouble = RedisTrouble.of(cause);
    if (trouble.kind().ofTheServer()) {
      return new ProblemException(503, trouble.reason() + ".", Map.of("retry-after", "5")).answer();
    }
    log.error("A request could not be answered", cause);
    return new ProblemException(500, trouble.reason() + ". The log says more.").answer();
  }

  private static List<String> segments(QueryStringDecoder uri) {
    try {
      return List.of(uri.rawPath().substring(1).split("/", -1)).stream()
          .map(QueryStringDecoder::decodeComponent)
          .toList();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ProblemException(400, "The path is malformed.");
    }
  }

  private static Map<String, String> headers(FullHttpRequest request) {
    return request.headers().entries().stream()
        .collect(
            Collectors.toMap(
                header -> header.getKey().toLowerCase(Locale.ROOT),
                Map.Entry::getValue,
                (first, last) -> last,
                LinkedHashMap::new));
  }
}
