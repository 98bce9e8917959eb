package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Follows the journal of one execution until it ends. Not thread-safe. */
final class Journal {

  // Between two of these the result is looked for, in case the journal was cut or has expired.
  private static final Duration SLICE = Duration.ofSeconds(2);

  /** Hears of the journal's entries in order. */
  interface Reader {
    void entry(String type, ObjectNode data);
  }

  private final Client client;
  private final ExecutionId id;
  private String last = "0";

  Journal(Client client, ExecutionId id) {
    this.client = client;
    this.id = id;
  }

  /**
   * Reads what is there now.
   *
   * @return whether the execution has finished
   */
  boolean readOn(Reader reader) {
    boolean finished = false;
    List<StreamMessage<String, String>> entries;
    do {
      entries = client.journal(id, last, Duration.ZERO);
      finished |= pass(entries, reader);
    } while (!entries.isEmpty());
    return finished;
  }

  /**
   * Reads until the execution has its result.
   *
   * @param limit how long to wait; empty for ever
   * @return the result; empty if it did not come in time
   */
  Optional<ObjectNode> follow(Optional<Duration> limit, Reader reader) {
    Deadline deadline = new Deadline(limit);
    while (true) {
      boolean finished = readOn(reader);
      Optional<ObjectNode> result = client.result(id);
      if (result.isPresent()) {
        // It was written before "finished": what came between still has to be passed on.
        if (!finished) {
          readOn(reader);
        }
        return result;
      }
      Duration slice = deadline.slice(SLICE);
      if (slice.isZero()) {
        return Optional.empty();
      }
      pass(client.journal(id, last, slice), reader);
    }
  }

  private boolean pass(List<StreamMessage<String, String>> entries, Reader reader) {
    boolean finished = false;
    for (StreamMessage<String, String> entry : entries) {
      last = entry.getId();
      String type = entry.getBody().getOrDefault("type", "");
      reader.entry(type, Client.object(entry.getBody().getOrDefault("data", "{}")));
      finished |= type.equals("finished");
    }
    return finished;
  }
}
