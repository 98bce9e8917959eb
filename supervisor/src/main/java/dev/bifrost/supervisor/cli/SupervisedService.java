package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.Supervisor;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.process.StateLock;
import dev.bifrost.supervisor.redis.RedisAddress;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real service: a supervisor, and the embedded Redis where none is configured, which is started
 * before and stopped after everything else.
 */
final class SupervisedService implements Service {

  private static final Logger log = LoggerFactory.getLogger(SupervisedService.class);

  private final Supervisor supervisor;
  private final RedisAddress address;
  private final Optional<Embedded> embedded;

  private SupervisedService(
      Supervisor supervisor, RedisAddress address, Optional<Embedded> embedded) {
    this.supervisor = supervisor;
    this.address = address;
    this.embedded = embedded;
  }

  /** Starts services on this host. */
  static Starter starter(Surroundings surroundings) {
    Supervisor.Host host = new Supervisor.Host(surroundings.host(), Version.text());
    return configuration -> start(configuration, host);
  }

  private static Service start(Configuration configuration, Supervisor.Host host)
      throws InterruptedException {
    Settings settings = configuration.settings();
    Optional<Embedded> embedded =
        settings.redis().address().isPresent()
            ? Optional.empty()
            : Optional.of(Embedded.start(settings));
    RedisAddress address =
        settings
            .redis()
            .address()
            .orElseGet(() -> new RedisAddress(embedded.orElseThrow().server().uri()));
    try {
      return new SupervisedService(Supervisor.start(settings, address, host), address, embedded);
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
  public CompletionStage<?> ready() {
    return supervisor.ready();
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

  /**
   * The embedded Redis with the right to its directory.
   *
   * @param lock the right
   * @param server the server
   */
  private record Embedded(StateLock lock, RedisServer server) {

    static Embedded start(Settings settings) throws InterruptedException {
      StateLock lock;
      try {
        lock = StateLock.take(settings.service().stateDirectory());
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
      }
      try {
        return new Embedded(lock, RedisServer.start(lock));
      } catch (IOException e) {
        release(lock);
        throw new CommandFailure(ExitCode.REDIS_UNREACHABLE, String.valueOf(e.getMessage()), e);
      }
    }

    void stop() throws InterruptedException {
      try {
        server.stop();
      } catch (IOException e) {
        log.warn("The embedded Redis did not stop as it should; its data are kept.", e);
      }
      release(lock);
    }

    private static void release(StateLock lock) {
      try {
        lock.close();
      } catch (IOException e) {
        log.warn("The state directory could not be given back; the end of this process does.", e);
      }
    }
  }
}
