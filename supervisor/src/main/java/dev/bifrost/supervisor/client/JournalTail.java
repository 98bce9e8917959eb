package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.redis.RedisConnection;
import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Follows the journal of one execution on a connection of its own, so that what happens is told at
 * once and nothing is polled. One caller at a time, any thread.
 */
public final class JournalTail implements AutoCloseable {

  private static final int ENTRIES_AT_ONCE = 200;
  // Shorter than any command may take.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RedisConnection connection;
  private final String key;
  private String last;

  private JournalTail(RedisConnection connection, String key, String last) {
    this.connection = connection;
    this.key = key;
    this.last = last;
  }

  /** One entry of a journal. */
  public record Entry(String id, String type, String data) {}

  /**
   * Connects.
   *
   * @param after the last entry that is known; {@code 0} for none
   */
  public static CompletionStage<JournalTail> open(RedisLink link, ExecutionId id, String after) {
    CompletableFuture<JournalTail> opened = new CompletableFuture<>();
    // Connecting waits for Redis, and no thread that serves others may.
    Thread connector =
        new Thread(
            () -> {
              try {
                opened.complete(new JournalTail(link.dedicated(), link.keys().events(id), after));
              } catch (RuntimeException e) {
                opened.completeExceptionally(e);
              }
            },
            "journal-connect");
    connector.setDaemon(true);
    connector.start();
    return opened;
  }

  /** The next entries; none if there were none for a second. */
  public CompletionStage<List<Entry>> next() {
    return read(connection, XReadArgs.StreamOffset.from(key, last))
        .thenApply(
            messages -> {
              List<Entry> entries = messages.stream().map(JournalTail::entry).toList();
              if (!entries.isEmpty()) {
                last = entries.get(entries.size() - 1).id();
              }
              return entries;
            });
  }

  @Override
  public void close() {
    // Nobody needs to see it closed.
    Object unused = connection.stateful().closeAsync();
  }

  // Lettuce takes an array of a generic type; it only reads it.
  @SuppressWarnings("unchecked")
  private static CompletionStage<List<StreamMessage<String, String>>> read(
      RedisConnection connection, XReadArgs.StreamOffset<String> offset) {
    return connection
        .async()
        .xread(XReadArgs.Builder.block(PATIENCE).count(ENTRIES_AT_ONCE), offset);
  }

  private static Entry entry(StreamMessage<String, String> message) {
    return new Entry(
        message.getId(),
        message.getBody().getOrDefault("type", ""),
        message.getBody().getOrDefault("data", "{}"));
  }
}
