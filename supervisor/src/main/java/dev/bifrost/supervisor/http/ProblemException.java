package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** A request that is not answered as it wished: status, and one sentence for people (RFC 9457). */
final class ProblemException extends RuntimeException {

  private final int status;
  private final transient Map<String, String> headers;

  ProblemException(int status, String detail) {
    this(status, detail, Map.of());
  }

  ProblemException(int status, String detail, Map<String, String> headers) {
    // A mistake of a client: where we noticed it tells nobody anything.
    super(detail, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  Answer.Whole answer() {
    return new Answer.Whole(
        status,
        "application/problem+json",
        Json.object()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", getMessage())
            .toString(),
        headers);
  }
}
