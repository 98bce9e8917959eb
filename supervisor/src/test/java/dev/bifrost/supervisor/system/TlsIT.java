package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.testing.SecureRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks nothing but TLS, with a certificate that only our trust store knows. */
final class TlsIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  private static final KeySpace KEYS = KeySpace.DEFAULT;
  private static final ExecutionId ID = new ExecutionId("secret");

  @TempDir private Path folder;

  @Test
  void supervisorAndChildrenSpeakTlsWithWhomTheyTrust()
      throws IOException, InterruptedException, GeneralSecurityException {
    try (SecureRedis redis = SecureRedis.start(folder.resolve("redis"))) {
      Path configuration =
          Files.writeString(
              folder.resolve("bifrost.yaml"), "child: {flags: \"" + redis.trust() + "\"}\n");
      try (Service service =
          Service.launch(
                  redis.trust(), folder, redis.uri(), 1, "--config", configuration.toString())
              .awaitReady()) {
        redis
            .commands()
            .set(
                KEYS.context(ID),
                "{\"function_name\":\"" + Workflows.class.getName() + "::nothing\"}");
        redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", ID.value()));

        await("the result")
            .atMost(LONG)
            .failFast("the service ended", () -> ProcessHandle.of(service.pid()).isEmpty())
            .until(() -> redis.commands().exists(KEYS.result(ID)) == 1);
        String result = redis.commands().get(KEYS.result(ID));
        assertTrue(result.contains("\"status\":\"Success\""), result);
      }
    }
  }

  @Test
  void whoIsNotTrustedIsNotSpokenWith()
      throws IOException, InterruptedException, GeneralSecurityException {
    try (SecureRedis redis = SecureRedis.start(folder.resolve("redis"))) {
      try (Service stranger = Service.launch("", folder, redis.uri(), 1)) {
        assertEquals(3, stranger.awaitExit(LONG), stranger::output);
        assertTrue(stranger.output().contains("certification path"), stranger::output);
      }
    }
  }
}
