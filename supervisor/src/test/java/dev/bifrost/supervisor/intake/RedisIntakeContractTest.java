package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RedisIntakeContractTest extends IntakeContract {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private RedisIntake intake;

  @BeforeEach
  void connect() throws RedisTroubleException {
    intake =
        new RedisIntake(
            redis.link(),
            IntakeSettings.of("test", "supervisor-1", List.of(QueueName.DEFAULT)),
            told);
  }

  @AfterEach
  void stop() {
    intake.stop();
  }

  @Override
  Intake intake() {
    return intake;
  }

  @Override
  void send(String id) {
    new Clients(redis).send(id);
  }

  @Override
  void bring() {}
}
