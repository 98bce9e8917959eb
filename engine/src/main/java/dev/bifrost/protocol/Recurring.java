package dev.bifrost.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What runs again and again: a value of the hash {@link KeySpace#recurring}.
 *
 * @param cron when, as a cron expression; not checked here
 * @param zone the zone whose clocks the expression means
 * @param overlap what happens if the firing before has not ended yet
 * @param catchUp what happens to due times at which no supervisor was there
 * @param queue where its executions go
 * @param context the template of their contexts; not to be changed
 */
public record Recurring(
    String cron,
    ZoneId zone,
    Overlap overlap,
    CatchUp catchUp,
    QueueName queue,
    ObjectNode context) {

  /** What happens if the firing before has not ended yet. */
  public enum Overlap implements WireNamed {
    /** This one is left out. */
    SKIP("skip"),
    /** This one waits until the one before has ended. */
    QUEUE("queue"),
    /** The one before is cancelled. */
    REPLACE("replace");

    private final String wireName;

    Overlap(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** What happens to due times at which no supervisor was there. */
  public enum CatchUp implements WireNamed {
    /** They are left out. */
    NONE("none", 0),
    /** One execution stands for all of them: the last. */
    ONE("one", 1),
    /** Each is made up for, the last hundred at most. */
    ALL("all", 100);

    private final String wireName;
    private final int most;

    CatchUp(String wireName, int most) {
      this.wireName = wireName;
      this.most = most;
    }

    @Override
    public String wireName() {
      return wireName;
    }

    /** No more are made up for. */
    public int most() {
      return most;
    }
  }

  /** Checks that nothing is missing. */
  public Recurring {
    Objects.requireNonNull(cron, "cron");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(overlap, "overlap");
    Objects.requireNonNull(catchUp, "catchUp");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(context, "context");
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is no JSON object or any field is unfit; the message
   *     names every problem
   */
  public static Recurring parse(String json) {
    JsonNode node;
    try {
      node = Json.read(json);
    } catch (MalformedJsonException e) {
      throw refused(List.of("it is not valid JSON: " + e.getMessage()), e);
    }
    if (!(node instanceof ObjectNode object)) {
      throw refused(List.of("it must be a JSON object"), null);
    }
    ObjectReader fields = new ObjectReader(object);
    String cron = fields.text("cron");
    ZoneId zone = fields.parsed("zone", Recurring::zone);
    Overlap overlap = fields.parsed("overlap", text -> WireNamed.parse(Overlap.class, text));
    CatchUp catchUp = fields.parsed("catch_up", text -> WireNamed.parse(CatchUp.class, text));
    QueueName queue = fields.parsed("queue", QueueName::new);
    ObjectNode context = fields.object("context");
    if (cron == null && !object.has("cron")) {
      fields.problem("cron is missing");
    }
    if (context == null && !object.has("context")) {
      fields.problem("context is missing");
    }
    if (!fields.problems().isEmpty() || cron == null || context == null) {
      throw refused(fields.problems(), null);
    }
    return new Recurring(
        cron,
        Objects.requireNonNullElse(zone, ZoneId.of("UTC")),
        Objects.requireNonNullElse(overlap, Overlap.SKIP),
        Objects.requireNonNullElse(catchUp, CatchUp.NONE),
        Objects.requireNonNullElse(queue, QueueName.DEFAULT),
        context);
  }

  /**
   * The zone of this name.
   *
   * @throws IllegalArgumentException if there is none; the message says what is allowed
   */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\""
              + ObjectReader.shown(name)
              + "\" is no time zone. Allowed are names as Europe/Berlin, UTC, and offsets as"
              + " +02:00.",
          e);
    }
  }

  /** The JSON object that {@link #parse} reads. */
  public JsonText toJson() {
    ObjectNode json =
        Json.object()
            .put("cron", cron)
            .put("zone", zone.getId())
            .put("overlap", overlap.wireName())
            .put("catch_up", catchUp.wireName())
            .put("queue", queue.value());
    json.set("context", context);
    return JsonText.of(json);
  }

  /** The context of the execution that is due at this time, as JSON. */
  public JsonText contextOf(RecurringName name, Instant due) {
    ObjectNode fired = context.deepCopy();
    ObjectNode event =
        fired.get("event") instanceof ObjectNode given ? given : fired.putObject("event");
    event.put("recurring", name.value()).put("due_at", Json.time(due));
    return JsonText.of(fired);
  }

  private static IllegalArgumentException refused(List<String> problems, @Nullable Exception e) {
    return new IllegalArgumentException(
        "The recurring execution is malformed: "
            + String.join("; ", problems).replaceFirst("\\.$", "")
            + ".",
        e);
  }
}
