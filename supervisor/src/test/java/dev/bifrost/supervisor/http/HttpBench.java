package dev.bifrost.supervisor.http;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.Retention;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.redis.RedisLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An HTTP interface on a free port, in front of a Redis and of no supervisor. */
final class HttpBench implements AutoCloseable {

  static final Pulse WELL = () -> CompletableFuture.completedFuture(Duration.ofMillis(1));

  private final HttpServer server;

  private HttpBench(HttpServer server) {
    this.server = server;
  }

  static HttpBench open(RedisLink link, Optional<Path> tokenFile, Pulse pulse) {
    try {
      HttpServer server =
          HttpServer.bind(
              new Settings.Http(
                  true,
                  InetAddresses.forString("127.0.0.1"),
                  0,
                  true,
                  tokenFile,
                  new ByteSize(64 << 10)));
      server.serve(subjects(link, pulse));
      return new HttpBench(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Subjects subjects(RedisLink link, Pulse pulse) {
    Retention retention = new Retention(Duration.ofHours(1), 1_000, Duration.ofSeconds(15));
    return new Subjects(
        link, new Executions(link, retention, "test"), List.of(QueueName.DEFAULT), pulse);
  }

  String url() {
    return server.url();
  }

  Caller caller(String... headers) {
    return new Caller(url(), headers);
  }

  @Override
  public void close() {
    server.close();
  }
}
