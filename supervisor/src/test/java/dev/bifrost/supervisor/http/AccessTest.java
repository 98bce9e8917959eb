package dev.bifrost.supervisor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for what, and what is no question at all. */
class AccessTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void aTokenOpensEverythingAndLivenessNeedsNone() throws Exception {
    try (HttpBench bench = withToken()) {
      assertEquals(200, bench.caller().get("/health/live").status());
      assertEquals(
          200, bench.caller("Authorization", "Bearer " + TOKEN).get("/api/v1/queues").status());
      assertEquals(
          200, bench.caller("Authorization", "bearer " + TOKEN).get("/api/v1/queues").status());
    }
  }

  @Test
  void noTokenAndAWrongOneAreUnauthorizedWhateverIsAskedFor() throws Exception {
    try (HttpBench bench = withToken()) {
      for (String path : new String[] {"/api/v1/queues", "/metrics", "/health/ready", "/none"}) {
        HttpCaller.Reply none = bench.caller().get(path);
        assertEquals(401, none.status(), path);
        assertEquals("Bearer", none.response().headers().firstValue("www-authenticate").get());

        HttpCaller.Reply wrong = bench.caller("Authorization", "Bearer wrong").get(path);
        assertEquals(401, wrong.status(), path);
        assertEquals("application/problem+json", wrong.type());
        assertFalse(wrong.body().contains(TOKEN));
      }
      assertEquals(
          401, bench.caller("Authorization", "Basic " + TOKEN).get("/api/v1/queues").status());
    }
  }

  @Test
  void pagesOfOtherOriginsMayNotAsk() throws Exception {
    try (HttpBench bench = withoutToken()) {
      assertEquals(
          403,
          bench
              .caller("Origin", "https://evil.example")
              .post("/api/v1/executions", "{\"function_name\":\"A\"}")
              .status());
      assertEquals(200, bench.caller("Origin", bench.url()).get("/api/v1/queues").status());
    }
  }

  @Test
  void namesThatWereMadeToLeadHereDoNot() throws Exception {
    try (HttpBench bench = withoutToken()) {
      assertTrue(
          raw(bench, "GET /api/v1/queues HTTP/1.1\r\nHost: evil.example\r\n\r\n")
              .contains(" 421 "));
      assertTrue(
          raw(bench, "GET /api/v1/queues HTTP/1.1\r\nHost: localhost:1\r\n\r\n").contains(" 200 "));
    }
  }

  @Test
  void bodiesAreBoundedAndMustBeJson() throws Exception {
    try (HttpBench bench = withoutToken()) {
      HttpCaller.Reply large = bench.caller().post("/api/v1/executions", " ".repeat(70_000));
      assertEquals(413, large.status());
      assertTrue(large.detail().contains("http.body-limit"), large.body());

      HttpCaller.Reply form =
          bench
              .caller()
              .send(
                  bench
                      .caller()
                      .request("/api/v1/executions")
                      .header("Content-Type", "text/plain")
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                      .build());
      assertEquals(415, form.status());
    }
  }

  @Test
  void whatIsNotThereOrNotPossibleIsSaid() throws Exception {
    try (HttpBench bench = withoutToken()) {
      HttpCaller.Reply none = bench.caller().get("/nothing");
      assertEquals(404, none.status());
      assertTrue(none.detail().contains("/nothing"), none.body());

      HttpCaller.Reply wrong = bench.caller().post("/api/v1/queues", "");
      assertEquals(405, wrong.status());
      assertEquals("GET", wrong.response().headers().firstValue("allow").get());
      assertEquals(400, bench.caller().get("/api/v1/executions/%25ZZ").status());
    }
  }

  @Test
  void whatIsNoHttpIsRefusedAndAHeadHasNoBody() throws Exception {
    try (HttpBench bench = withoutToken()) {
      assertTrue(raw(bench, "nonsense\r\n\r\n").contains(" 400 "));
      assertTrue(
          raw(bench, "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\n\r\n")
              .startsWith("HTTP/1.1 400 "));

      String head =
          raw(
              bench,
              "HEAD /api/v1/queues HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertTrue(head.contains(" 200 ") && head.endsWith("\r\n\r\n"), head);
    }
  }

  @Test
  void aBodyThatComesLaterIsWaitedFor() throws Exception {
    try (HttpBench bench = withoutToken()) {
      URI url = URI.create(bench.url());
      String body = "{\"execution_id\":\"x\",\"function_name\":\"A\"}";
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.setTcpNoDelay(true);
        send(socket, "POST /api/v1/executions HTTP/1.1\r\nHost: localhost\r\n");
        send(socket, "Content-Type: application/json\r\nConnection: close\r\n");
        send(socket, "Content-Length: " + body.length() + "\r\n\r\n");
        // Another connection is answered meanwhile, so the head has been read.
        assertEquals(200, bench.caller().get("/health/live").status());
        send(socket, body);

        assertTrue(received(socket).startsWith("HTTP/1.1 201 "));
      }
    }
  }

  @Test
  void questionsThatComeAtOnceAreAnsweredInOrder() throws Exception {
    try (HttpBench bench = withoutToken()) {
      String host = " HTTP/1.1\r\nHost: localhost\r\n";
      String answers =
          raw(
              bench,
              String.join(
                  host + "\r\n",
                  "GET /api/v1/queues",
                  "GET /none",
                  "GET /health/live" + host + "Connection: close\r\n\r\n"));

      int first = answers.indexOf("HTTP/1.1 200");
      int second = answers.indexOf("HTTP/1.1 404");
      assertTrue(first == 0 && second > first, answers);
      assertTrue(answers.indexOf("\"dispatcher\"") > second, answers);
    }
  }

  private HttpBench withToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    return HttpBench.open(REDIS.link(), Optional.of(file), HttpBench.WELL);
  }

  private static HttpBench withoutToken() throws Exception {
    return HttpBench.open(REDIS.link(), Optional.empty(), HttpBench.WELL);
  }

  /** Sends text as it is and reads until the other side closes, or is silent for a second. */
  private static String raw(HttpBench bench, String text) throws IOException {
    URI url = URI.create(bench.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      send(socket, text);
      return received(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String received(Socket socket) throws IOException {
    socket.setSoTimeout(1_000);
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (SocketTimeoutException e) {
      return answer.toString();
    }
    return answer.toString();
  }
}
