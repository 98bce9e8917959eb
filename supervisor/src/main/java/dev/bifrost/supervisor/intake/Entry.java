package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Reply;
import io.lettuce.core.StreamMessage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a queue, as it was taken.
 *
 * @param source where it was
 * @param receipt its ID there
 * @param size characters of all names and values together
 * @param executionId what it names; null if it names nothing or is too large to be read
 */
record Entry(Source source, String receipt, long size, @Nullable String executionId) {

  static Entry of(Source source, StreamMessage<String, String> message) {
    // A message that was deleted while it was on its way has no body.
    Map<String, String> body = Objects.requireNonNullElse(message.getBody(), Map.of());
    long size = 0;
    for (Map.Entry<String, String> field : body.entrySet()) {
      size += field.getKey().length() + (long) field.getValue().length();
    }
    return new Entry(source, message.getId(), size, body.get(RedisQueue.EXECUTION_ID));
  }

  /**
   * From what a script says: receipt, size, and names and values in turn.
   *
   * @param from where these stand in the answer
   */
  static Entry of(Source source, Reply taken, int from) {
    Reply fields = taken.array(from + 2);
    String executionId = null;
    for (int index = 0; index + 1 < fields.size(); index += 2) {
      if (fields.text(index).equals(RedisQueue.EXECUTION_ID)) {
        executionId = fields.text(index + 1);
      }
    }
    return new Entry(source, taken.text(from), taken.number(from + 1), executionId);
  }

  QueueName queue() {
    return source.queue();
  }

  /**
   * The execution that is to run.
   *
   * @throws IllegalArgumentException if this is none; the message is one sentence
   */
  Delivery toDelivery(ByteSize largest) {
    if (size > largest.bytes()) {
      throw new IllegalArgumentException(
          "It has " + new ByteSize(size) + ", allowed are " + largest + ".");
    }
    if (executionId == null) {
      throw new IllegalArgumentException("It has no field execution_id.");
    }
    return new Delivery(new ExecutionId(executionId), source.queue(), source.front(), receipt);
  }
}
