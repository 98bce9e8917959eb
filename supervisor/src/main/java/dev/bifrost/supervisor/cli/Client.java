package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.gate.BreakerSettings;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.GateSettings;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.redis.Script;
import dev.bifrost.supervisor.settlement.DeadLetters;
import dev.bifrost.supervisor.settlement.SettlementSettings;
import dev.bifrost.supervisor.settlement.Withdrawal;
import io.lettuce.core.SetArgs;
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

  private static final Script SCHEDULE = Script.load("schedule");
  private static final Duration CONTEXT_TTL = Duration.ofDays(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final RedisLink link;
  private final RedisClusterCommands<String, String> commands;
  private final Settings settings;

  private Client(RedisLink link, RedisClusterCommands<String, String> commands, Settings settings) {
    this.link = link;
    this.commands = commands;
    this.settings = settings;
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

  /**
   * Sends an execution: its context, then its ID to the queue.
   *
   * @return false if another execution has this ID; nothing was written then
   */
  boolean submit(ExecutionId id, QueueName queue, String context) {
    String key = keys().context(id);
    String written = commands().set(key, context, SetArgs.Builder.nx().ex(CONTEXT_TTL));
    // The same context again is a repetition of a submission that was cut off: it runs only once.
    if (written == null && !context.equals(commands().get(key))) {
      return false;
    }
    commands().xadd(keys().queue(queue), Map.of("execution_id", id.value()));
    return true;
  }

  /**
   * Sends an execution that is due later: its context and its state, then its ID to the schedule.
   *
   * @return false if another execution has this ID; nothing was written then
   */
  boolean schedule(ExecutionId id, QueueName queue, String context, Due due) {
    Instant now = now();
    Instant time = due.from(now);
    Duration wait = Duration.between(now, time);
    Duration lifetime = CONTEXT_TTL.plus(wait.isNegative() ? Duration.ZERO : wait);
    String key = keys().context(id);
    String written = commands().set(key, context, SetArgs.Builder.nx().px(lifetime.toMillis()));
    if (written == null && !context.equals(commands().get(key))) {
      return false;
    }
    answer(
        link.run(
            SCHEDULE,
            List.of(keys().state(id), keys().result(id)),
            List.of(queue.value(), Json.time(time), Long.toString(lifetime.toMillis()))));
    commands().zadd(keys().scheduled(queue), (double) time.toEpochMilli(), id.value());
    return true;
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
    return Optional.ofNullable(commands().get(keys().result(id))).map(Client::object);
  }

  /** Where the execution stands; empty if no supervisor has seen it. */
  Map<String, String> state(ExecutionId id) {
    return commands().hgetall(keys().state(id));
  }

  /** Whether Redis has anything of the execution. */
  boolean knows(ExecutionId id) {
    return commands()
            .exists(keys().context(id), keys().state(id), keys().result(id), keys().events(id))
        > 0;
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

  /**
   * Asks for the end of an execution; the first who asks stands in the result.
   *
   * @return who asked before; empty if nobody did
   */
  Optional<CancelRequest> cancel(ExecutionId id, ObjectNode request) {
    SetArgs once = SetArgs.Builder.nx().ex(settings.limits().resultTtl());
    if (commands().set(keys().cancel(id), request.toString(), once) != null) {
      return Optional.empty();
    }
    return Optional.ofNullable(commands().get(keys().cancel(id))).map(CancelRequest::parse);
  }

  /** Ends an execution that is to be cancelled, if nobody runs it; false if somebody does. */
  boolean withdraw(ExecutionId id) {
    SettlementSettings usual = SettlementSettings.DEFAULT;
    SettlementSettings kept =
        new SettlementSettings(
            settings.limits().resultTtl(),
            usual.contextMargin(),
            usual.contextLimit(),
            settings.limits().journal(),
            usual.eventEntries(),
            usual.journalBuffer());
    // It serves no queue: others keep what it promises.
    GateSettings gate =
        new GateSettings(
            settings.redis().lease().duration(),
            settings.limits().resultTtl(),
            List.of(),
            BreakerSettings.DEFAULT);
    Withdrawal withdrawal = new Withdrawal(link, "command-line", kept, new Gate(link, gate));
    return answer(withdrawal.withdraw(id, Optional.empty())) == Withdrawal.Outcome.WITHDRAWN;
  }

  DeadLetters deadLetters() {
    return new DeadLetters(link, settings.limits().journal());
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
