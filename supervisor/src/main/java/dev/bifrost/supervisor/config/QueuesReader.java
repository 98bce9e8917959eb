package dev.bifrost.supervisor.config;

import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the settings of each queue of the values. */
final class QueuesReader {

  private final Values values;

  QueuesReader(Values values) {
    this.values = values;
  }

  QueueSettings read(QueueName queue) {
    String name = queue.value();
    int maxJobs = values.get(Keys.OF_QUEUE_MAX_JOBS, name);
    return new QueueSettings(
        queue,
        new QueueSettings.Bounds(
            maxJobs == 0 ? OptionalInt.empty() : OptionalInt.of(maxJobs),
            values.get(Keys.OF_QUEUE_RATE, name),
            values.find(values.effective(Keys.OF_QUEUE_CONCURRENCY_KEY, name))),
        new QueueSettings.Share(
            values.get(Keys.OF_QUEUE_PRIORITY, name), values.get(Keys.OF_QUEUE_WEIGHT, name)),
        Optional.of(values.get(Keys.OF_QUEUE_JOB_TIMEOUT, name)).filter(limit -> !limit.isZero()),
        retry(name),
        values.get(Keys.OF_QUEUE_RESULT_TTL, name));
  }

  private QueueSettings.Retry retry(String name) {
    Key<Duration> backoffKey = values.effective(Keys.OF_QUEUE_BACKOFF, name);
    Key<Duration> longestKey = values.effective(Keys.OF_QUEUE_MAX_BACKOFF, name);
    Duration backoff = values.get(backoffKey);
    Duration longest = values.get(longestKey);
    if (backoff.compareTo(longest) > 0) {
      values.problem(
          backoffKey,
          "is "
              + DurationText.format(backoff)
              + ". Allowed is at most "
              + longestKey.name()
              + ", which is "
              + DurationText.format(longest)
              + ".");
    }
    return new QueueSettings.Retry(
        values.get(Keys.OF_QUEUE_MAX_ATTEMPTS, name),
        backoff,
        values.get(Keys.OF_QUEUE_MULTIPLIER, name),
        longest,
        values.get(Keys.OF_QUEUE_JITTER, name),
        values.get(Keys.OF_QUEUE_CRASH_CREDITS, name));
  }
}
