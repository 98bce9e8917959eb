package dev.bifrost.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisServerTest {

  @TempDir Path directory;

  private StateLock state;
  private RedisServer server;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    state = StateLock.take(directory.resolve("with space"));
    server = RedisServer.start(state);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    server.stop();
    state.close();
  }

  @Test
  void itIsARealRedisThatIsNewEnough() {
    String info = ask(server, commands -> commands.info("server"));

    assertTrue(info.contains("redis_version:6.2") || info.matches("(?s).*redis_version:[7-9].*"));
  }

  @Test
  void dataSurviveARestart() throws IOException, InterruptedException {
    String before = server.uri();
    ask(server, commands -> commands.set("kept", "yes"));
    server.stop();

    server = RedisServer.start(state);

    assertEquals("yes", ask(server, commands -> commands.get("kept")));
    assertEquals(before, server.uri());
  }

  @Test
  void dataSurviveAKill() throws IOException, InterruptedException {
    ask(server, commands -> commands.set("kept", "yes"));
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    server.ended().join();

    server = RedisServer.start(state);

    assertEquals("yes", ask(server, commands -> commands.get("kept")));
  }

  @Test
  void aServerThatIsLeftIsTakenOver() throws IOException, InterruptedException {
    RedisServer next = RedisServer.start(state);

    assertEquals(server.pid(), next.pid());
    assertEquals(server.uri(), next.uri());
    assertEquals("PONG", ask(next, RedisCommands::ping));
  }

  @Test
  void aServerThatIsLeftAndHangsIsReplaced() throws IOException, InterruptedException {
    long hanging = server.pid();
    new ProcessBuilder("kill", "-STOP", Long.toString(hanging)).start().waitFor();

    server = RedisServer.start(state);

    assertNotEquals(hanging, server.pid());
    assertFalse(ProcessHandle.of(hanging).map(ProcessHandle::isAlive).orElse(false));
    assertEquals("PONG", ask(server, RedisCommands::ping));
  }

  @Test
  void thePidOfAnotherProcessIsNoServerOfOurs() throws IOException, InterruptedException {
    server.stop();
    Path pidFile = state.directory().resolve("redis/redis.pid");
    Files.writeString(pidFile, Long.toString(ProcessHandle.current().pid()));

    server = RedisServer.start(state);

    assertNotEquals(ProcessHandle.current().pid(), server.pid());
    assertEquals("PONG", ask(server, RedisCommands::ping));
  }

  @Test
  void itsAddressIsThereWhileItRunsAndForItsOwnerOnly() throws IOException, InterruptedException {
    Path file = RedisServer.uriFile(state.directory());

    assertEquals(server.uri(), Files.readString(file));
    for (String secret : new String[] {"uri", "password", "redis.conf"}) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(state.directory().resolve("redis").resolve(secret))));
    }

    server.stop();

    assertFalse(Files.exists(file));
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    int port = Integer.parseInt(server.uri().substring(server.uri().lastIndexOf(':') + 1));

    assertEquals(RedisPing.STRANGER, RedisPing.of(port, "guessed"));
  }

  @Test
  void twoSupervisorsNeverShareAStateDirectory() {
    IOException refused = assertThrows(IOException.class, () -> StateLock.take(state.directory()));

    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("in use by the process " + ProcessHandle.current().pid()),
        refused.getMessage());
  }

  @Test
  void aStateDirectoryCanBeTakenAgainAfterItWasGivenBack() throws IOException {
    Path other = directory.resolve("other");
    StateLock.take(other).close();

    StateLock.take(other).close();
  }

  private static <T> T ask(
      RedisServer server, Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(server.uri());
    try {
      return question.apply(client.connect().sync());
    } finally {
      client.shutdown();
    }
  }
}
