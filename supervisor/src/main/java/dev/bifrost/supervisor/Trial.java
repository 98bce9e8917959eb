package dev.bifrost.supervisor;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The start of one child of a pool, to see whether it says {@code ready}; it runs nothing.
 *
 * @param pool whose child it is
 * @param ready whether it said so
 * @param told how long that took, or what went wrong
 */
public record Trial(String pool, boolean ready, String told) {

  /** Starts one child of each pool, one after the other; none is left. */
  public static List<Trial> ofAll(Settings settings, RedisAddress redis)
      throws InterruptedException {
    Launchers launchers = new Launchers(settings, redis, "trial-" + UUID.randomUUID());
    List<Trial> trials = new ArrayList<>();
    try {
      int number = 0;
      for (Settings.Pool pool : settings.pools()) {
        number++;
        trials.add(of(pool.name(), number, launchers, settings.child().timing().start()));
      }
    } finally {
      launchers.close();
    }
    return trials;
  }

  private static Trial of(String pool, int number, Launchers launchers, Duration longest)
      throws InterruptedException {
    long from = System.nanoTime();
    Candidate candidate = new Candidate();
    launchers.of(pool).launch(new ChildId(number), candidate);
    try {
      String wrong = candidate.outcome.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      long lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      return new Trial(
          pool, wrong.isEmpty(), wrong.isEmpty() ? "ready after " + lasted + " ms" : wrong);
    } catch (TimeoutException e) {
      return new Trial(pool, false, "not ready after " + longest.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Trial(pool, false, String.valueOf(e.getCause()));
    } finally {
      candidate.end();
    }
  }

  /** Hears of the child; its outcome is empty when it is ready, else what went wrong. */
  private static final class Candidate implements ChildListener {

    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private final AtomicReference<@Nullable ChildProcess> process = new AtomicReference<>();

    void end() {
      ChildProcess running = process.get();
      if (running != null) {
        running.kill();
      }
    }

    @Override
    public void launched(ChildId id, ChildProcess launched) {
      process.set(launched);
    }

    @Override
    public void launchFailed(ChildId id, String reason) {
      outcome.complete(reason);
    }

    @Override
    public void said(ChildId id, ChildMessage message) {
      if (message.kind() == ChildMessage.Kind.READY) {
        outcome.complete("");
      }
    }

    @Override
    public void printed(ChildId id, String text) {}

    @Override
    public void babbled(ChildId id, String evidence) {
      outcome.complete(evidence);
    }

    @Override
    public void gone(ChildId id, ChildExit exit) {
      outcome.complete("it " + exit.describe());
    }
  }
}
