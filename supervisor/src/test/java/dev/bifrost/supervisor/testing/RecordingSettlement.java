package dev.bifrost.supervisor.testing;

import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.JournalEntry;
import dev.bifrost.supervisor.settlement.Settled;
import dev.bifrost.supervisor.settlement.Settlement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A settlement on paper: the test answers for Redis. */
public final class RecordingSettlement implements Settlement {

  private final Map<Delivery, Queue<CompletableFuture<Beginning>>> beginnings =
      new LinkedHashMap<>();
  private final Map<Delivery, CompletableFuture<Settled>> open = new LinkedHashMap<>();
  private final List<Conclusion> conclusions = new ArrayList<>();
  private final List<Delivery> dropped = new ArrayList<>();
  private final List<JournalEntry> journal = new ArrayList<>();

  @Override
  public CompletionStage<Beginning> begin(Delivery delivery) {
    CompletableFuture<Beginning> asked = new CompletableFuture<>();
    beginnings.computeIfAbsent(delivery, d -> new ArrayDeque<>()).add(asked);
    return asked;
  }

  @Override
  public void journal(Delivery delivery, int attempt, JournalEntry entry) {
    journal.add(entry);
  }

  @Override
  public CompletionStage<Settled> settle(Conclusion conclusion) {
    conclusions.add(conclusion);
    return open.computeIfAbsent(conclusion.delivery(), d -> new CompletableFuture<>());
  }

  @Override
  public CompletionStage<Settled> drop(Delivery delivery) {
    dropped.add(delivery);
    return open.computeIfAbsent(delivery, d -> new CompletableFuture<>());
  }

  @Override
  public int waiting() {
    return open.size();
  }

  /** Answers a beginning; the oldest, where the same delivery came more than once. */
  public void begun(Delivery delivery, Beginning beginning) {
    CompletableFuture<Beginning> waiting =
        beginnings.getOrDefault(delivery, new ArrayDeque<>()).poll();
    if (waiting == null) {
      throw new AssertionError(delivery + " was not to be begun; waiting: " + beginnings.keySet());
    }
    waiting.complete(beginning);
  }

  /** Answers everything that was to be settled. */
  public void settleAll(Settled settled) {
    List<CompletableFuture<Settled>> all = List.copyOf(open.values());
    open.clear();
    all.forEach(stage -> stage.complete(settled));
  }

  /** Everything that was to be settled, in order. */
  public List<Conclusion> conclusions() {
    return List.copyOf(conclusions);
  }

  /** Everything that was to be dropped, in order. */
  public List<Delivery> dropped() {
    return List.copyOf(dropped);
  }

  /** Every journal entry, in order. */
  public List<JournalEntry> journal() {
    return List.copyOf(journal);
  }
}
