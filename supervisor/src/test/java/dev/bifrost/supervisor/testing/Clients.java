package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisQueue;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;
import java.util.Map;

/** What clients send, and a take by hand for tests that need no intake. */
public final class Clients {

  /** A context that can run. */
  public static final String CONTEXT = "{\"function_name\":\"com.acme.Invoice::total\"}";

  private final RedisExtension redis;

  /** Clients of this Redis. */
  public Clients(RedisExtension redis) {
    this.redis = redis;
  }

  /** Sends an execution, as the contract says; the receipt is the answer. */
  public String send(String id) {
    return send(id, CONTEXT);
  }

  /** The same with this context. */
  public String send(String id, String context) {
    commands().set(redis.keys().context(new ExecutionId(id)), context);
    return queue(id);
  }

  /** Adds only the queue entry. */
  public String queue(String id) {
    return commands()
        .xadd(redis.keys().queue(QueueName.DEFAULT), Map.of(RedisQueue.EXECUTION_ID, id));
  }

  /** Makes this consumer take the next entry of the default queue. */
  public Delivery take(String consumer) {
    StreamMessage<String, String> message = takeWhatever(consumer);
    return new Delivery(
        new ExecutionId(String.valueOf(message.getBody().get(RedisQueue.EXECUTION_ID))),
        QueueName.DEFAULT,
        message.getId());
  }

  /** The same for the front of the queue. */
  public Delivery takeFront(String consumer) {
    StreamMessage<String, String> message =
        takeWhatever(consumer, redis.keys().front(QueueName.DEFAULT));
    return new Delivery(
        new ExecutionId(String.valueOf(message.getBody().get(RedisQueue.EXECUTION_ID))),
        QueueName.DEFAULT,
        true,
        message.getId());
  }

  /** The same for an entry that may be no execution. */
  public StreamMessage<String, String> takeWhatever(String consumer) {
    return takeWhatever(consumer, redis.keys().queue(QueueName.DEFAULT));
  }

  private StreamMessage<String, String> takeWhatever(String consumer, String key) {
    try {
      commands()
          .xgroupCreate(
              XReadArgs.StreamOffset.from(key, "0"),
              RedisQueue.GROUP,
              XGroupCreateArgs.Builder.mkstream());
    } catch (RedisBusyException e) {
      // It is there already.
      assertBusyGroup(e);
    }
    @SuppressWarnings("unchecked") // An array of a generic type has no other way.
    List<StreamMessage<String, String>> messages =
        commands()
            .xreadgroup(
                Consumer.from(RedisQueue.GROUP, consumer),
                XReadArgs.Builder.count(1),
                XReadArgs.StreamOffset.lastConsumed(key));
    return messages.get(0);
  }

  /** Sends and takes. */
  public Delivery sendAndTake(String id, String consumer) {
    send(id);
    return take(consumer);
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }

  private static void assertBusyGroup(RedisCommandExecutionException e) {
    if (!String.valueOf(e.getMessage()).contains("BUSYGROUP")) {
      throw e;
    }
  }
}
