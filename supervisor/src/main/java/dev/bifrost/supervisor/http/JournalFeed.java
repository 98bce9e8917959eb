package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.JournalTail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The journal of one execution as server-sent events. Ends behind {@code finished}, or when there
 * is a result and nothing more comes: the journal was cut then, or has expired. One call at a time.
 */
final class JournalFeed implements Feed {

  // One for each second without news: often enough for proxies, and to notice who has left.
  private static final int SILENCES_PER_COMMENT = 15;

  private final JournalTail tail;
  private final ExecutionId id;
  private final Executions executions;
  private final Runnable whenClosed;
  private int silences;
  private boolean ended;
  private boolean mayHaveEnded;

  JournalFeed(JournalTail tail, ExecutionId id, Executions executions, Runnable whenClosed) {
    this.tail = tail;
    this.id = id;
    this.executions = executions;
    this.whenClosed = whenClosed;
  }

  @Override
  public CompletionStage<Optional<String>> next() {
    if (ended) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return tail.next().thenCompose(entries -> entries.isEmpty() ? silence() : news(entries));
  }

  @Override
  public void close() {
    tail.close();
    whenClosed.run();
  }

  private CompletionStage<Optional<String>> news(List<JournalTail.Entry> entries) {
    silences = 0;
    StringBuilder text = new StringBuilder();
    for (JournalTail.Entry entry : entries) {
      text.append("id: ").append(entry.id()).append("\nevent: ").append(oneLine(entry.type()));
      text.append("\ndata: ").append(oneLine(entry.data())).append("\n\n");
      ended |= entry.type().equals("finished");
    }
    return CompletableFuture.completedStage(Optional.of(text.toString()));
  }

  private CompletionStage<Optional<String>> silence() {
    silences++;
    return executions
        .hasResult(id)
        .thenApply(
            hasResult -> {
              // It is written before the last entry: that may have come since.
              boolean over = hasResult && mayHaveEnded;
              mayHaveEnded = hasResult;
              if (over) {
                return Optional.empty();
              }
              return Optional.of(silences % SILENCES_PER_COMMENT == 0 ? ": still here\n\n" : "");
            });
  }

  /** A line break would begin a field of its own; JSON means the same without it. */
  private static String oneLine(String text) {
    return text.replace('\r', ' ').replace('\n', ' ');
  }
}
