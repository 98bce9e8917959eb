package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.JournalTail;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Following an execution while it runs. */
final class EventRoutes {

  private static final int MOST_STREAMS = 64;
  private static final Pattern EVENT_ID = Pattern.compile("\\d{1,20}(-\\d{1,20})?");

  private final RedisLink link;
  private final Executions executions;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  EventRoutes(RedisLink link, Executions executions) {
    this.link = link;
    this.executions = executions;
  }

  List<Route> all() {
    return List.of(Route.get("/api/v1/executions/{id}/events", this::follow));
  }

  private CompletionStage<Answer> follow(Request request) {
    ExecutionId id = request.execution();
    String last = request.headers().getOrDefault("last-event-id", "");
    if (!last.isEmpty() && !EVENT_ID.matcher(last).matches()) {
      throw new ProblemException(400, "Last-Event-ID is no ID of an event.");
    }
    return executions
        .knows(id)
        .thenCompose(
            known ->
                known
                    ? executions.isOver(id, last)
                    : CompletableFuture.failedStage(ExecutionRoutes.unknown(id)))
        .thenCompose(
            over ->
                // So that a browser does not ask again for what it has had to the end.
                over ? CompletableFuture.completedStage(Answer.nothing()) : open(id, last));
  }

  private CompletionStage<Answer> open(ExecutionId id, String last) {
    if (!streams.tryAcquire()) {
      return CompletableFuture.failedStage(
          new ProblemException(503, "There are " + MOST_STREAMS + " streams of events already."));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    Runnable release =
        () -> {
          if (open.compareAndSet(true, false)) {
            streams.release();
          }
        };
    return JournalTail.open(link, id, last.isEmpty() ? "0" : last)
        .<Answer>thenApply(
            tail -> new Answer.Events(new JournalFeed(tail, id, executions, release)))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                release.run();
              }
            });
  }
}
