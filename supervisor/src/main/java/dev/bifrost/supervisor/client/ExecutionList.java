package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Section.Found;
import dev.bifrost.supervisor.client.Section.Piece;
import dev.bifrost.supervisor.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists executions page by page: those that are not done from the queues in which they stand, the
 * last ones that have ended from the stream of events. No key is ever searched for, so the cost of
 * a page does not grow with what Redis holds: at most ten reads and one look at each execution that
 * they found. A page may therefore be short, or empty, with others behind it. Any thread.
 */
public final class ExecutionList {

  /** Most executions on a page. */
  public static final int LARGEST_PAGE = 500;

  private static final int READS = 10;

  private final RedisLink link;

  /** Lists through this link. */
  public ExecutionList(RedisLink link) {
    this.link = link;
  }

  /**
   * One page.
   *
   * @param cursor where the next one begins; empty if there is none
   */
  public record Page(List<ExecutionSummary> executions, Optional<String> cursor) {}

  /** What is being read: one page, on its way through the sections. */
  private record Reading(
      ExecutionFilter filter, List<Section> sections, int limit, List<ExecutionSummary> found) {}

  /**
   * Reads a page.
   *
   * @param cursor that of the page before; empty for the first
   * @param limit most executions on it, 1 to {@link #LARGEST_PAGE}
   * @throws IllegalArgumentException if the cursor is none of ours; also as a failed stage
   */
  public CompletionStage<Page> page(ExecutionFilter filter, Optional<String> cursor, int limit) {
    Optional<Place> place = cursor.map(Place::parse);
    return new Queues(link)
        .names()
        .thenCompose(
            queues -> {
              Reading reading =
                  new Reading(filter, sections(filter, queues), limit, new ArrayList<>());
              return read(reading, place.or(() -> first(reading)), READS);
            });
  }

  /**
   * Refuses what is no cursor.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  public static void checkCursor(String cursor) {
    Object unused = Place.parse(cursor);
  }

  private CompletionStage<Page> read(Reading reading, Optional<Place> place, int reads) {
    int missing = reading.limit() - reading.found().size();
    if (place.isEmpty() || missing == 0 || reads == 0) {
      return CompletableFuture.completedStage(
          new Page(List.copyOf(reading.found()), place.map(Place::text)));
    }
    Place here = place.get();
    return here.section()
        .read(link, here.position(), missing)
        .thenCompose(piece -> look(reading, here, piece).thenApply(looked -> piece))
        .thenCompose(
            piece ->
                read(
                    reading,
                    piece
                        .next()
                        .map(position -> new Place(here.section(), position))
                        .or(() -> after(reading, here.section())),
                    reads - 1));
  }

  private CompletionStage<Boolean> look(Reading reading, Place place, Piece piece) {
    boolean ended = place.section().kind() == Section.Kind.FINISHED;
    return Stages.all(piece.executions().stream().map(this::summary).toList())
        .thenApply(
            all ->
                reading
                    .found()
                    .addAll(
                        all.stream()
                            // Others have gone on since, and are listed elsewhere or expired.
                            .filter(found -> found.status().isTerminal() == ended)
                            .filter(reading.filter()::fits)
                            .toList()));
  }

  private CompletionStage<ExecutionSummary> summary(Found found) {
    return link.commands()
        .hmget(link.keys().state(found.id()), ExecutionSummary.FIELDS.toArray(String[]::new))
        .thenApply(fields -> ExecutionSummary.of(found.id(), found.queue(), fields));
  }

  private static List<Section> sections(ExecutionFilter filter, List<QueueName> seen) {
    List<QueueName> queues = filter.queue().map(List::of).orElse(seen);
    List<Section> sections = new ArrayList<>();
    if (filter.unfinished()) {
      for (QueueName queue : queues) {
        for (Section.Kind kind : Section.Kind.values()) {
          if (kind != Section.Kind.FINISHED) {
            sections.add(new Section(kind, queue.value()));
          }
        }
      }
    }
    if (filter.finished()) {
      sections.add(new Section(Section.Kind.FINISHED, ""));
    }
    return sections;
  }

  private static Optional<Place> first(Reading reading) {
    return reading.sections().stream().findFirst().map(section -> new Place(section, ""));
  }

  /** The section behind this one; also where this one is not among them any more. */
  private static Optional<Place> after(Reading reading, Section section) {
    int index = reading.sections().indexOf(section) + 1;
    return index > 0 && index < reading.sections().size()
        ? Optional.of(new Place(reading.sections().get(index), ""))
        : Optional.empty();
  }

  /** A place in a section, as a cursor names it. */
  private record Place(Section section, String position) {

    private static final String SEPARATOR = "/";

    static Place parse(String cursor) {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
      String[] parts = text.split(SEPARATOR, 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("Not a cursor: " + cursor);
      }
      Section.Kind kind = Section.Kind.valueOf(parts[0]);
      String queue = kind == Section.Kind.FINISHED ? "" : new QueueName(parts[1]).value();
      return new Place(new Section(kind, queue), kind.checkPosition(parts[2]));
    }

    String text() {
      String text = section.kind() + SEPARATOR + section.queue() + SEPARATOR + position;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
