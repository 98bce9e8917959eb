package dev.bifrost.supervisor.recurring;

import dev.bifrost.supervisor.redis.Backoff;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what recurs when it is due, on one thread, {@code recurring}. Any number of supervisors may
 * do so at once; each due time fires once. Redis trouble is waited out.
 */
public final class RecurringExecutions {

  private static final Logger log = LoggerFactory.getLogger(RecurringExecutions.class);

  private final Round round;
  private final Thread thread = new Thread(this::run, "recurring");
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** What recurs, looked after by this supervisor; not started yet. */
  public RecurringExecutions(RedisLink link, String supervisorId) {
    this.round = new Round(link, supervisorId);
    thread.setDaemon(true);
  }

  /** Starts looking. */
  public void start() {
    thread.start();
  }

  /** Looks no more; what is under way ends soon or is ended by another. Does not wait. */
  public void stop() {
    stopped.countDown();
  }

  private void run() {
    int failures = 0;
    boolean goesOn = true;
    try {
      while (goesOn) {
        Duration pause;
        try {
          pause = round.run();
          if (failures > 0) {
            log.info("What recurs is looked after again.");
          }
          failures = 0;
        } catch (RedisTroubleException e) {
          if (failures++ == 0) {
            log.warn("What recurs cannot be looked after: {}. It is tried again.", e.getMessage());
          }
          pause = pause(e, failures);
        } catch (RuntimeException e) {
          // A bug here must not end what recurs for as long as this supervisor lives.
          failures++;
          log.error("What recurs cannot be looked after. It is tried again.", e);
          pause = Backoff.COMMAND.after(failures);
        }
        goesOn = !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("What recurs was interrupted and ends.", e);
    }
  }

  private static Duration pause(RedisTroubleException e, int failures) {
    return (e.trouble().kind().ofTheServer() ? Backoff.SERVER : Backoff.COMMAND).after(failures);
  }
}
