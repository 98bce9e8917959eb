package dev.bifrost.supervisor.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

  @TempDir private Path state;

  @Test
  void aServerThatEndsIsStartedAgainInItsPlaceWithItsData() throws InterruptedException {
    EmbeddedRedis embedded = EmbeddedRedis.start(state, Duration.ZERO);
    String uri = embedded.address().uri();
    try (RedisClient client = RedisClient.create(uri)) {
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        connection.sync().set("kept", "yes");
        connection.sync().shutdown(true);
      }

      await("the server is back with its data")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> read(client, "kept").equals("yes"));

      assertEquals(uri, embedded.address().uri());
      embedded.stop();
      assertThrows(RedisException.class, () -> read(client, "kept"));
    }
  }

  @Test
  void aStateDirectoryHasOneServerAtATime() throws InterruptedException {
    EmbeddedRedis embedded = EmbeddedRedis.start(state);
    try {
      CommandFailure refused = assertThrows(CommandFailure.class, () -> EmbeddedRedis.start(state));

      assertEquals(ExitCode.FAILED, refused.code());
      assertTrue(String.valueOf(refused.getMessage()).contains("is in use"));
    } finally {
      embedded.stop();
    }
  }

  private static String read(RedisClient client, String key) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return String.valueOf(connection.sync().get(key));
    }
  }
}
