package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.Supervisor;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.http.HttpServer;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.redis.RedisAddress;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The real service: a supervisor, and the embedded Redis where none is configured, which is started
 * before and stopped after everything else.
 */
final class SupervisedService implements Service {

  private final Supervisor supervisor;
  private final RedisAddress address;
  private final Optional<EmbeddedRedis> embedded;
  private final Optional<String> http;

  private SupervisedService(
      Supervisor supervisor,
      RedisAddress address,
      Optional<EmbeddedRedis> embedded,
      Optional<String> http) {
    this.supervisor = supervisor;
    this.address = address;
    this.embedded = embedded;
    this.http = http;
  }

  /** Starts services on this host. */
  static Starter starter(Surroundings surroundings) {
    Supervisor.Host host = new Supervisor.Host(surroundings.host(), Version.text(), Logging::level);
    return configuration -> start(configuration, host);
  }

  private static Service start(Configuration configuration, Supervisor.Host host)
      throws InterruptedException {
    Settings settings = configuration.settings();
    Optional<HttpServer> http = HttpPort.take(settings.service().faces().http());
    try {
      return start(settings, host, http);
    } catch (CommandFailure e) {
      http.ifPresent(HttpServer::close);
      throw e;
    }
  }

  private static Service start(Settings settings, Supervisor.Host host, Optional<HttpServer> http)
      throws InterruptedException {
    Optional<EmbeddedRedis> embedded =
        settings.redis().address().isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedRedis.start(settings.service().stateDirectory()));
    RedisAddress address =
        settings.redis().address().orElseGet(() -> embedded.orElseThrow().address());
    try {
      return new SupervisedService(
          Supervisor.start(settings, address, host, http),
          address,
          embedded,
          http.map(HttpServer::url));
    } catch (RedisTroubleException e) {
      if (embedded.isPresent()) {
        embedded.get().stop();
      }
      throw new CommandFailure(
          ExitCode.REDIS_UNREACHABLE, e.getMessage() + ". Nothing was started.", e);
    }
  }

  @Override
  public String redis() {
    return address + (embedded.isPresent() ? " (embedded)" : "");
  }

  @Override
  public Optional<String> http() {
    return http;
  }

  @Override
  public CompletionStage<?> ready() {
    return supervisor.ready();
  }

  @Override
  public void stopWhenEmpty() {
    supervisor.stopWhenEmpty();
  }

  @Override
  public void watch(Path folder) {
    supervisor.watch(folder);
  }

  @Override
  public boolean hasFailures() {
    return supervisor.hasFailures();
  }

  @Override
  public Pulse pulse() {
    return supervisor.pulse();
  }

  @Override
  public void drain() {
    supervisor.drain();
  }

  @Override
  public void drainNow() {
    supervisor.drainNow();
  }

  @Override
  public void awaitStopped() throws InterruptedException {
    supervisor.awaitStopped();
    if (embedded.isPresent()) {
      embedded.get().stop();
    }
  }
}
