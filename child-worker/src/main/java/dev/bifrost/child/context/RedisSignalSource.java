package dev.bifrost.child.context;

import dev.bifrost.engine.SignalSource;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import io.lettuce.core.StreamMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signals in Redis, read over a connection of their own, which is opened when the first execution
 * waits for one: who waits blocks it. Any thread.
 */
final class RedisSignalSource implements SignalSource, AutoCloseable {

  private final RedisConnection redis;
  private final KeySpace keys;
  private final Duration longestWait;

  /**
   * @param redis of no other use
   * @param deadline that of each question, the waiting included
   */
  RedisSignalSource(RedisConnection redis, KeySpace keys, Duration deadline) {
    this.redis = redis;
    this.keys = keys;
    this.longestWait = deadline.dividedBy(4);
  }

  @Override
  public List<Posted> read(ExecutionId id, String after, Duration patience)
      throws IOException, InterruptedException {
    Duration wait = patience.compareTo(longestWait) < 0 ? patience : longestWait;
    List<StreamMessage<String, String>> entries;
    try {
      entries =
          redis.ask(
              "reading signals", connection -> connection.read(keys.signals(id), after, wait));
    } catch (NoAnswerException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while waiting for a signal.");
      }
      throw new IOException(
          e.isWrongType() ? "the key " + keys.signals(id) + " holds no stream" : e.reason(), e);
    }
    return posted(entries);
  }

  @Override
  public void close() {
    redis.close();
  }

  private static List<Posted> posted(List<StreamMessage<String, String>> entries) {
    List<Posted> signals = new ArrayList<>();
    for (StreamMessage<String, String> entry : entries) {
      Map<String, String> fields = entry.getBody();
      // One without a name is for nobody; its place counts all the same.
      signals.add(new Posted(entry.getId(), fields.getOrDefault("name", ""), fields.get("data")));
    }
    return signals;
  }
}
