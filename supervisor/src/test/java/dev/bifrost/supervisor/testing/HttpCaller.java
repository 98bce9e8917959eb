package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Somebody outside who speaks HTTP. */
public final class HttpCaller {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String[] headers;

  /** Sends these headers with every request. */
  public HttpCaller(String url, String... headers) {
    this.url = url;
    this.headers = headers;
  }

  /** What came back. */
  public record Reply(int status, String type, String body, HttpResponse<?> response) {

    /** The body, understood. */
    public JsonNode json() {
      try {
        return Json.read(body);
      } catch (MalformedJsonException e) {
        throw new AssertionError("Not JSON: " + body, e);
      }
    }

    /** What a problem says. */
    public String detail() {
      return json().path("detail").asString("");
    }
  }

  /** Asks for something. */
  public Reply get(String path, String... more) {
    return send(request(path, more).GET().build());
  }

  /** Sends a JSON body. */
  public Reply post(String path, String body, String... more) {
    return send(
        request(path, more)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Sends any request. */
  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("content-type").orElse(""),
          response.body(),
          response);
    } catch (IOException e) {
      throw new AssertionError(request + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The lines of a stream of events, as they come. */
  public Stream<String> lines(String path, String... more) {
    try {
      return client
          .send(request(path, more).GET().build(), HttpResponse.BodyHandlers.ofLines())
          .body();
    } catch (IOException e) {
      throw new AssertionError(path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A request with all headers. */
  public HttpRequest.Builder request(String path, String... more) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path)).timeout(BOUND);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return more.length > 0 ? builder.headers(more) : builder;
  }
}
