package dev.bifrost.supervisor.system;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import io.lettuce.core.RedisURI;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client that does what the contract says and nothing else. */
final class RedisClient {

  private static final KeySpace KEYS = KeySpace.DEFAULT;

  private final RedisExtension redis;

  RedisClient(RedisExtension redis) {
    this.redis = redis;
  }

  void store(String id, String context) {
    redis.commands().set(KEYS.context(new ExecutionId(id)), context);
  }

  void send(String id, String context) {
    store(id, context);
    redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", id));
  }

  Optional<String> result(String id) {
    return Optional.ofNullable(redis.commands().get(KEYS.result(new ExecutionId(id))));
  }

  Optional<String> state(String id, String field) {
    return Optional.ofNullable(redis.commands().hget(KEYS.state(new ExecutionId(id)), field));
  }

  void cancel(String id, String request) {
    redis.commands().set(KEYS.cancel(new ExecutionId(id)), request);
  }

  /** How many executions have a result. */
  long results() {
    return redis.commands().keys(KEYS.namespace() + ":exec:*:result").size();
  }

  /** How often the journal of an execution says that it finished. */
  long finishedEvents(String id) {
    return redis.commands().xrange(KEYS.events(new ExecutionId(id)), Range.unbounded()).stream()
        .filter(entry -> "finished".equals(entry.getBody().get("type")))
        .count();
  }

  /** The whole journal as text; empty if there is none. */
  String journal(String id) {
    return redis.commands().xrange(KEYS.events(new ExecutionId(id)), Range.unbounded()).stream()
        .map(entry -> entry.getBody() + "\n")
        .collect(Collectors.joining());
  }

  /** Whether the journal of an execution has a line that it logged. */
  boolean hasLogged(String id) {
    return redis.commands().xrange(KEYS.events(new ExecutionId(id)), Range.unbounded()).stream()
        .anyMatch(entry -> "log".equals(entry.getBody().get("type")));
  }

  long queued() {
    return redis.commands().xlen(KEYS.queue(QueueName.DEFAULT));
  }

  /** What {@code redis-cli --pipe} does: the protocol's bytes, without waiting for any answer. */
  static void pipe(String uri, byte[] commands, int answers) throws IOException {
    RedisURI redis = RedisURI.create(uri);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      OutputStream out = socket.getOutputStream();
      String password = password(uri);
      InputStream in = socket.getInputStream();
      if (password != null) {
        out.write(command("AUTH", password));
        out.flush();
        skipLines(in, 1);
      }
      Thread writer =
          new Thread(
              () -> {
                try {
                  out.write(commands);
                  out.flush();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "redis-pipe");
      writer.start();
      skipLines(in, answers);
    }
  }

  static byte[] command(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String password(String uri) {
    String user = URI.create(uri).getUserInfo();
    return user == null ? null : user.substring(user.indexOf(':') + 1);
  }

  private static void skipLines(InputStream in, int lines) throws IOException {
    BufferedInputStream answers = new BufferedInputStream(in);
    int left = lines;
    boolean atStart = true;
    while (left > 0) {
      int next = answers.read();
      if (next < 0) {
        throw new IOException("Redis closed the connection with " + left + " answers missing");
      }
      if (atStart && next == '-') {
        throw new IOException("Redis refused a command");
      }
      atStart = next == '\n';
      left -= atStart ? 1 : 0;
    }
  }
}
