package dev.bifrost.supervisor.settlement;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.JournalJson;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What running executions let us know, on its way into their journals. Whatever arrives while a
 * call is under way goes with the next one, so a chatty execution costs few calls; what is for
 * people only waits for company, and for a short execution it is never written. Bounded: what Redis
 * is too slow to take is dropped and counted, and leaves a gap in the sequence. Any thread.
 */
final class RunningJournal {

  private static final Logger log = LoggerFactory.getLogger(RunningJournal.class);
  private static final Script JOURNAL = Script.load("journal");
  private static final int MOST_AT_ONCE = 200;

  /** How long an entry waits for company that nobody waits for. */
  private static final Duration COMPANY = Duration.ofMillis(200);

  private static final long WEIGHT_OF_AN_ENTRY = 200;

  private final RedisLink link;
  private final String supervisorId;
  private final SettlementSettings settings;
  private final Lanes lanes;
  private final Persistence persistence;
  private final LongAdder dropped = new LongAdder();

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<ExecutionId, Writer> writers = new HashMap<>();

  @GuardedBy("lock")
  private long buffered;

  @GuardedBy("lock")
  private boolean sweeps;

  RunningJournal(
      RedisLink link,
      String supervisorId,
      SettlementSettings settings,
      Lanes lanes,
      Persistence persistence) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.settings = settings;
    this.lanes = lanes;
    this.persistence = persistence;
  }

  /** Takes an entry, or drops it. */
  void add(ExecutionId id, int attempt, JournalEntry entry) {
    Writer writer;
    synchronized (lock) {
      writer = writers.get(id);
      if (writer != null && writer.attempt > attempt) {
        // From the past of an execution that we hold again by now.
        drop(1);
        return;
      }
      if (writer == null || writer.attempt < attempt) {
        writer = new Writer(id, attempt);
        writers.put(id, writer);
      }
      Numbered numbered = new Numbered(++writer.sequence, entry, weight(entry));
      if (buffered + numbered.weight > settings.journalBuffer().bytes()) {
        drop(1);
        return;
      }
      buffered += numbered.weight;
      writer.waiting.add(numbered);
      if (writer.scheduled) {
        return;
      }
      if (entry.canWait()) {
        sweepLater();
        return;
      }
      writer.scheduled = true;
    }
    schedule(writer);
  }

  @GuardedBy("lock")
  private void sweepLater() {
    if (!sweeps) {
      sweeps = true;
      link.later(COMPANY, this::sweep);
    }
  }

  /** Nobody came to go with these. */
  private void sweep() {
    List<Writer> lonely = new ArrayList<>();
    synchronized (lock) {
      sweeps = false;
      for (Writer writer : writers.values()) {
        if (!writer.scheduled && !writer.waiting.isEmpty()) {
          writer.scheduled = true;
          lonely.add(writer);
        }
      }
    }
    lonely.forEach(this::schedule);
  }

  private void schedule(Writer writer) {
    CompletionStage<Settled> unused = lanes.enqueue(writer.id, () -> writeAll(writer));
  }

  /** The attempt is over: its numbers are not needed any more. */
  void forget(ExecutionId id, int attempt) {
    synchronized (lock) {
      Writer writer = writers.get(id);
      if (writer != null && writer.attempt == attempt) {
        writers.remove(id);
        writer.waiting.forEach(entry -> buffered -= entry.weight);
        writer.waiting.clear();
      }
    }
  }

  // A refused attempt may go on, and its sequence with it; a lost one falls silent.
  private void forgetIfQuiet(Writer writer) {
    synchronized (lock) {
      if (writer.waiting.isEmpty()) {
        writers.remove(writer.id, writer);
      }
    }
  }

  /** How many entries were dropped because Redis was too slow or refused them. */
  long dropped() {
    return dropped.sum();
  }

  private CompletionStage<Settled> writeAll(Writer writer) {
    CompletableFuture<Settled> done = new CompletableFuture<>();
    writeNext(writer, done);
    return done;
  }

  // One stage for all batches: an execution may write for days without a pause.
  private void writeNext(Writer writer, CompletableFuture<Settled> done) {
    List<Numbered> batch = take(writer);
    if (batch.isEmpty()) {
      done.complete(Settled.WRITTEN);
      return;
    }
    CompletionStage<Void> unused =
        persistence
            .unlessRefused(
                "The journal of execution " + writer.id,
                () -> write(writer.id, writer.attempt, batch))
            .handle(
                (settled, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "{} entries of the journal of execution {} are dropped: Redis refuses"
                            + " them.",
                        batch.size(),
                        writer.id,
                        failure);
                  }
                  written(writer, batch, failure == null ? settled : Settled.LATE);
                  writeNext(writer, done);
                  return null;
                });
  }

  private void written(Writer writer, List<Numbered> batch, Settled settled) {
    taken(batch);
    if (settled == Settled.LATE) {
      drop(batch.size());
      forgetIfQuiet(writer);
    }
  }

  private List<Numbered> take(Writer writer) {
    synchronized (lock) {
      List<Numbered> batch = new ArrayList<>();
      while (batch.size() < MOST_AT_ONCE && !writer.waiting.isEmpty()) {
        batch.add(writer.waiting.remove());
      }
      // An entry that comes from now on takes its own place in the lane.
      writer.scheduled = !batch.isEmpty();
      return batch;
    }
  }

  private void taken(List<Numbered> batch) {
    synchronized (lock) {
      batch.forEach(entry -> buffered -= entry.weight);
    }
  }

  private CompletionStage<Settled> write(ExecutionId id, int attempt, List<Numbered> batch) {
    List<String> fields = new ArrayList<>();
    List<String> entries = new ArrayList<>();
    for (Numbered numbered : batch) {
      if (numbered.entry instanceof JournalEntry.Log line) {
        entries.add("log");
        entries.add(JournalJson.log(attempt, numbered.sequence, line.line()).text());
      } else if (numbered.entry instanceof JournalEntry.Progress progress) {
        fields.addAll(List.of("progress", Double.toString(progress.fraction())));
        entries.add("progress");
        entries.add(
            JournalJson.progress(
                    attempt, numbered.sequence, progress.fraction(), progress.message())
                .text());
      } else if (numbered.entry instanceof JournalEntry.Signal signal) {
        entries.add("signal");
        entries.add(JournalJson.signal(attempt, numbered.sequence, signal.name()).text());
      } else if (numbered.entry instanceof JournalEntry.Dispatched child) {
        fields.addAll(List.of("worker_id", child.workerId()));
        fields.addAll(List.of("child_pid", Long.toString(child.childPid())));
        entries.add("dispatched");
        entries.add(
            JournalJson.dispatched(attempt, numbered.sequence, child.workerId(), child.childPid())
                .text());
      }
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(attempt));
    arguments.add(supervisorId);
    arguments.add(Integer.toString(settings.journalEntries()));
    arguments.add(Integer.toString(fields.size()));
    arguments.addAll(fields);
    arguments.addAll(entries);
    return link.run(JOURNAL, new ExecutionKeys(link.keys(), id).journal(), arguments)
        .thenApply(reply -> reply.text(0).equals("written") ? Settled.WRITTEN : Settled.LATE);
  }

  private void drop(int entries) {
    if (dropped.sum() == 0) {
      log.warn("Entries of journals are dropped; their sequences have gaps.");
    }
    dropped.add(entries);
  }

  private static long weight(JournalEntry entry) {
    if (entry instanceof JournalEntry.Log line) {
      return WEIGHT_OF_AN_ENTRY + line.line().message().length();
    }
    if (entry instanceof JournalEntry.Progress progress) {
      return WEIGHT_OF_AN_ENTRY + progress.message().length();
    }
    return WEIGHT_OF_AN_ENTRY;
  }

  private record Numbered(long sequence, JournalEntry entry, long weight) {}

  /** The entries of one attempt that wait; guarded by the journal's lock, but for what is final. */
  private static final class Writer {

    private final ExecutionId id;
    private final int attempt;
    private final Deque<Numbered> waiting = new ArrayDeque<>();
    private long sequence;
    private boolean scheduled;

    Writer(ExecutionId id, int attempt) {
      this.id = id;
      this.attempt = attempt;
    }
  }
}
