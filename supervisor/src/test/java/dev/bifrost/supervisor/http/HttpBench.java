package dev.bifrost.supervisor.http;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.Retention;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.health.Health;
import dev.bifrost.supervisor.health.RecentEnds;
import dev.bifrost.supervisor.metrics.Metrics;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.ManualTime;
import dev.bifrost.supervisor.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An HTTP interface on a free port, in front of a Redis and of no supervisor. */
final class HttpBench implements AutoCloseable {

  static final Vitals.Source WELL =
      () ->
          CompletableFuture.completedFuture(
              HealthTest.vitals("running", true, Optional.empty(), "idle"));

  private final HttpServer server;

  private HttpBench(HttpServer server) {
    this.server = server;
  }

  static HttpBench open(RedisLink link, Optional<Path> tokenFile, Vitals.Source vitals) {
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
      server.serve(subjects(link, vitals));
      return new HttpBench(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Subjects subjects(RedisLink link, Vitals.Source vitals) {
    Retention retention = new Retention(Duration.ofHours(1), 1_000, Duration.ofSeconds(15));
    Time time = new ManualTime();
    return new Subjects(
        link,
        new Executions(link, retention, "test"),
        List.of(QueueName.DEFAULT),
        vitals,
        new Health(
            vitals,
            new RecentEnds(time),
            link,
            time,
            new Health.Place(
                List.of(QueueName.DEFAULT), Duration.ofSeconds(15), Path.of("").toAbsolutePath())),
        new Metrics(time, "test"));
  }

  String url() {
    return server.url();
  }

  HttpCaller caller(String... headers) {
    return new HttpCaller(url(), headers);
  }

  @Override
  public void close() {
    server.close();
  }
}
