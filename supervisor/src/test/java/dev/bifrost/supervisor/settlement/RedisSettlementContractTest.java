package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisSettlementContractTest extends SettlementContract {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String US = "supervisor-1";

  private RedisSettlement settlement;

  @BeforeEach
  void connect() throws RedisTroubleException {
    settlement = new RedisSettlement(redis.link(), US, SettlementSettings.DEFAULT);
  }

  @Override
  Settlement settlement() {
    return settlement;
  }

  @Override
  Delivery delivery() {
    return new Clients(redis).sendAndTake("x", US);
  }

  @Override
  void fallSilent() throws IOException, InterruptedException {
    redis.pause();
  }

  @Override
  void answer(Delivery delivery) throws IOException, InterruptedException {
    redis.resume();
  }
}
