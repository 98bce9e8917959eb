package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.Retention;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client as any other: it knows nothing but the contract's keys. Methods block until Redis has
 * answered. Not thread-safe.
 */
final class Client implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final RedisLink link;
  private final RedisClusterCommands<String, String> commands;
  private final Executions executions;

  private Client(RedisLink link, RedisClusterCommands<String, String> commands, Settings settings) {
    this.link = link;
    this.commands = commands;
    this.executions =
        new Executions(
            link,
            new Retention(
                settings.limits().resultTtl(),
                settings.limits().journal(),
                settings.redis().lease().duration()),
            "command-line");
  }

  /**
   * Connects to the Redis that the settings or a running embedded server name.
   *
   * @throws CommandFailure if nobody names one, or it does not answer
   */
  static Client connect(Settings settings) {
    RedisSettings redis =
        new RedisSettings(
            RedisLocation.find(settings), settings.redis().keys(), CONNECT_TIMEOUT, ANSWER_TIMEOUT);
    try {
      RedisLink link = RedisLink.open(redis);
      return new Client(link, link.dedicated().sync(), settings);
    } catch (RedisTroubleException e) {
      throw new CommandFailure(
          ExitCode.REDIS_UNREACHABLE,
          e.getMessage()
              + ". Nothing was done. Is the server running, and are address and password right?",
          e);
    }
  }

  KeySpace keys() {
    return link.keys();
  }

  RedisClusterCommands<String, String> commands() {
    return commands;
  }

  /** What clients do with executions. */
  Executions executions() {
    return executions;
  }

  /** The link, for what is done by scripts. */
  RedisLink link() {
    return link;
  }

  /** What time it is at Redis. */
  Instant now() {
    return answer(link.time());
  }

  /** Waits for an answer; fails as the commands do. */
  <T> T answer(CompletionStage<T> stage) {
    try {
      return link.await(stage);
    } catch (RedisTroubleException e) {
      RedisTrouble trouble = e.trouble();
      throw new CommandFailure(
          trouble.kind().ofTheServer() ? ExitCode.REDIS_UNREACHABLE : ExitCode.FAILED,
          trouble.reason() + ". Nothing more was done.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted. Nothing more was done.", e);
    }
  }

  /** The terminal result; empty if there is none yet or no more. */
  Optional<ObjectNode> result(ExecutionId id) {
    return answer(executions.result(id)).map(Client::object);
  }

  /** Where the execution stands; empty if no supervisor has seen it. */
  Map<String, String> state(ExecutionId id) {
    return answer(executions.state(id));
  }

  /** Whether Redis has anything of the execution. */
  boolean knows(ExecutionId id) {
    return answer(executions.knows(id));
  }

  /**
   * Entries of the journal after this one.
   *
   * @param after the last entry that was read; {@code 0} for none
   * @param block how long to wait for one; zero to take only what is there
   */
  List<StreamMessage<String, String>> journal(ExecutionId id, String after, Duration block) {
    XReadArgs args = XReadArgs.Builder.count(500);
    if (!block.isZero()) {
      args.block(block);
    }
    return read(args, XReadArgs.StreamOffset.from(keys().events(id), after));
  }

  // Lettuce takes an array of a generic type; it only reads it.
  @SuppressWarnings("unchecked")
  private List<StreamMessage<String, String>> read(
      XReadArgs args, XReadArgs.StreamOffset<String> offset) {
    return commands().xread(args, offset);
  }

  /** Text of ours in Redis as an object; empty object if somebody else wrote something there. */
  static ObjectNode object(String text) {
    try {
      JsonNode node = Json.read(text);
      return node instanceof ObjectNode object ? object : Json.object();
    } catch (MalformedJsonException e) {
      return Json.object().put("unreadable", text);
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
