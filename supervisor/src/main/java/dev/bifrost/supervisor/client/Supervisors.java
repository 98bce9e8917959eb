package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds the supervisors that live; any thread. */
public final class Supervisors {

  private static final int KEYS_AT_ONCE = 1_000;

  private final RedisLink link;
  private final ScanArgs pattern;

  /** Looks through this link. */
  public Supervisors(RedisLink link) {
    this.link = link;
    this.pattern = ScanArgs.Builder.matches(link.keys().supervisorPattern()).limit(KEYS_AT_ONCE);
  }

  /** The last heartbeat of each supervisor, in the order of their IDs. */
  public CompletionStage<List<ObjectNode>> heartbeats() {
    return link.commands()
        .scan(pattern)
        .thenCompose(cursor -> scanOn(cursor, new TreeSet<>()))
        .thenCompose(keys -> Stages.all(keys.stream().map(this::heartbeat).toList()))
        .thenApply(found -> found.stream().filter(beat -> !beat.isEmpty()).toList());
  }

  private CompletionStage<Set<String>> scanOn(KeyScanCursor<String> cursor, Set<String> found) {
    found.addAll(cursor.getKeys());
    return cursor.isFinished()
        ? CompletableFuture.completedStage(found)
        : link.commands().scan(cursor, pattern).thenCompose(next -> scanOn(next, found));
  }

  /** Empty if it has expired since it was listed, or is somebody else's. */
  private CompletionStage<ObjectNode> heartbeat(String key) {
    return link.commands()
        .type(key)
        .thenCompose(
            type ->
                type.equals("hash")
                    ? link.commands().hget(key, "heartbeat")
                    : CompletableFuture.completedStage(null))
        .thenApply(Supervisors::object);
  }

  private static ObjectNode object(@Nullable String text) {
    try {
      return text != null && Json.read(text) instanceof ObjectNode object ? object : Json.object();
    } catch (MalformedJsonException e) {
      return Json.object();
    }
  }
}
