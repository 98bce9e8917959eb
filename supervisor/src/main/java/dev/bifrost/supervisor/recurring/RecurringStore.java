package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.Recurring;
import dev.bifrost.protocol.RecurringName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What people do with recurring executions. Stages fail as Redis does. Any thread. */
public final class RecurringStore {

  private static final Script PUT = Script.load("recurring-put");
  private static final Script PAUSE = Script.load("recurring-pause");
  private static final Script REMOVE = Script.load("recurring-remove");
  private static final Script LIST = Script.load("recurring-list");

  /** What came of it. */
  public enum Answer {
    /** It is done. */
    DONE,
    /** There is one of this name, and nothing was done. */
    EXISTS,
    /** It was so already. */
    ALREADY,
    /** There is none of this name. */
    UNKNOWN
  }

  private final RedisLink link;
  private final List<String> keys;

  /** The store behind this link. */
  public RecurringStore(RedisLink link) {
    this.link = link;
    this.keys = new RecurringKeys(link.keys()).definitions();
  }

  /**
   * Writes one; its due times count from now on.
   *
   * @param replaces whether one of this name may be there
   */
  public CompletionStage<Answer> put(RecurringName name, Recurring recurring, boolean replaces) {
    return run(PUT, name.value(), recurring.toJson().text(), Boolean.toString(replaces));
  }

  /** Lets nothing fire until it is resumed. */
  public CompletionStage<Answer> pause(RecurringName name) {
    return run(PAUSE, name.value(), "pause");
  }

  /** Goes on from now; what was due in between is left out. */
  public CompletionStage<Answer> resume(RecurringName name) {
    return run(PAUSE, name.value(), "resume");
  }

  /** Removes one, whatever its name; what it sent is not touched. */
  public CompletionStage<Answer> remove(String name) {
    return run(REMOVE, name);
  }

  /**
   * Lists them.
   *
   * @param name only this one; empty for all
   */
  public CompletionStage<List<RecurringEntry>> list(String name) {
    return link.run(LIST, keys, List.of(name))
        .thenApply(
            reply -> {
              List<RecurringEntry> entries = new ArrayList<>();
              for (int index = 0; index < reply.size(); index++) {
                entries.add(RecurringEntry.of(reply.array(index)));
              }
              return entries;
            });
  }

  private CompletionStage<Answer> run(Script script, String... arguments) {
    return link.run(script, keys, List.of(arguments)).thenApply(RecurringStore::answer);
  }

  private static Answer answer(Reply reply) {
    return switch (reply.text(0)) {
      case "exists" -> Answer.EXISTS;
      case "already" -> Answer.ALREADY;
      case "unknown" -> Answer.UNKNOWN;
      default -> Answer.DONE;
    };
  }
}
