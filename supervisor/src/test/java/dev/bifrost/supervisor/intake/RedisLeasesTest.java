package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Consumer;
import io.lettuce.core.XClaimArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisLeasesTest extends LeasesContract {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String US = "supervisor-1";

  private final Clients clients = new Clients(redis);
  private RedisLink link;
  private RedisLeases leases;

  @BeforeEach
  void connect() throws RedisTroubleException {
    link = redis.link();
    leases = new RedisLeases(link, US, Duration.ofMinutes(15));
  }

  @Override
  Leases leases() {
    return leases;
  }

  @Override
  Delivery held(String id) {
    return clients.sendAndTake(id, US);
  }

  @Override
  void lose(Delivery delivery) {
    List<?> unused =
        redis
            .commands()
            .xclaim(
                delivery.stream(redis.keys()),
                Consumer.from(RedisQueue.GROUP, "supervisor-2"),
                XClaimArgs.Builder.minIdleTime(Duration.ZERO),
                delivery.receipt());
  }

  @Override
  void cancel(String id, CancelRequest request) {
    redis
        .commands()
        .set(redis.keys().cancel(new ExecutionId(id)), request.toJson(Instant.EPOCH).text());
  }

  @Override
  void cutOff() {
    link.close();
  }
}
