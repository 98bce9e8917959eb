package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all decisions are about; belongs to the dispatcher thread.
 *
 * @param settings the deadlines
 * @param partners those who carry decisions out
 * @param stations the pools
 * @param table the executions that are held
 * @param running which child has which of them
 * @param memory what the memory allows
 * @param post hands news to the dispatcher; any thread
 */
record Holdings(
    DispatchSettings settings,
    Partners partners,
    Stations stations,
    ExecutionTable table,
    Running running,
    MemoryWatch memory,
    Consumer<Event> post) {

  /** Has the answer posted as news when it comes. */
  <T> void follow(CompletionStage<T> stage, Function<T, Event> news) {
    CompletionStage<Void> posted = stage.thenAccept(value -> post.accept(news.apply(value)));
    posted.exceptionally(
        e -> {
          throw new IllegalStateException("A settlement must not fail", e);
        });
  }

  /** Ends the child that has this execution, if one has. */
  void end(Execution execution, EndReason reason, String why) {
    running.childOf(execution).ifPresent(child -> end(child, reason, why));
  }

  /** Ends a child before its time; the first reason stands. */
  void end(Child child, EndReason reason, String why) {
    if (child.endReason().isEmpty()) {
      partners.listener().childEnded(child, why);
    }
    stations.having(child.id()).ifPresent(station -> station.pool().end(child, reason, why));
  }
}
