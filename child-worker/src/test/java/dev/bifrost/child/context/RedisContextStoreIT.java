package dev.bifrost.child.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.RedisForTests;
import dev.bifrost.engine.ModuleException;
import dev.bifrost.engine.SignalSource;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisContextStoreIT extends ContextStoreContract {

  private final RedisForTests redis;
  private final ContextStore store;

  RedisContextStoreIT() throws IOException {
    redis = new RedisForTests();
    store = open(redis.uri(), Duration.ofSeconds(10));
  }

  @BeforeEach
  void prepare() {
    store.prepare();
  }

  @AfterEach
  void stop() {
    store.close();
    redis.close();
  }

  @Test
  void anotherTypeOfValueIsNotAnOutage() {
    ExecutionId id = new ExecutionId("list");
    redis.command("LPUSH", KeySpace.DEFAULT.context(id), "x");

    ContextLookup.Unusable answer = assertInstanceOf(ContextLookup.Unusable.class, store.read(id));
    assertTrue(answer.reason().contains("another type"), answer.reason());
  }

  @Test
  void signalsAreReadFromWhereTheReaderIsAndAwaited()
      throws ExecutionException, IOException, InterruptedException, TimeoutException {
    ExecutionId id = new ExecutionId("told");
    String key = KeySpace.DEFAULT.signals(id);
    redis.command("XADD", key, "1-0", "name", "go", "data", "7");
    SignalSource signals = store.signals();

    assertEquals(
        List.of(new SignalSource.Posted("1-0", "go", "7")),
        signals.read(id, SignalSource.START, Duration.ofSeconds(5)));
    assertEquals(List.of(), signals.read(id, "1-0", Duration.ZERO));

    CompletableFuture<List<SignalSource.Posted>> next = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                List<SignalSource.Posted> found = List.of();
                while (found.isEmpty()) {
                  found = signals.read(id, "1-0", Duration.ofMinutes(1));
                }
                next.complete(found);
              } catch (IOException | InterruptedException e) {
                next.completeExceptionally(e);
              }
            },
            "reader");
    reader.start();
    redis.command("XADD", key, "2-0", "name", "stop");
    assertEquals(
        List.of(new SignalSource.Posted("2-0", "stop", null)), next.get(30, TimeUnit.SECONDS));
  }

  @Test
  void aKeyOfSignalsThatHoldsSomethingElseIsAnError() {
    ExecutionId id = new ExecutionId("mistold");
    redis.command("SET", KeySpace.DEFAULT.signals(id), "x");
    IOException error =
        assertThrows(
            IOException.class, () -> store.signals().read(id, SignalSource.START, Duration.ZERO));
    assertTrue(String.valueOf(error.getMessage()).contains("holds no stream"), error.toString());
  }

  @Test
  void aServerThatTakesTheConnectionAndSaysNothingIsGivenUpAtTheDeadline() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ContextStore waiting =
            open("redis://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(200))) {
      ContextLookup.Unreachable answer =
          assertInstanceOf(
              ContextLookup.Unreachable.class, waiting.read(new ExecutionId("silent")));

      assertTrue(answer.reason().contains("did not answer within 200 ms"), answer.reason());
    }
  }

  @Test
  void aPausedServerIsGivenUpAtTheDeadlineAndUsedAgainAfterwards() {
    try (ContextStore waiting = open(redis.uri(), Duration.ofSeconds(3))) {
      ExecutionId id = new ExecutionId("paused");
      put(id, "{}");
      assertEquals(new ContextLookup.Found("{}"), waiting.read(id));

      redis.command("CLIENT", "PAUSE", "100000");
      assertInstanceOf(ContextLookup.Unreachable.class, waiting.read(id));

      repairAfterPause();
      put(id, "{}");
      assertEquals(new ContextLookup.Found("{}"), waiting.read(id));
    }
  }

  @Test
  void aPasswordThatIsWrongOrMissingIsSaidAndNotShown() throws IOException {
    try (RedisForTests guarded = new RedisForTests("--requirepass", "s3cret")) {
      String place = "127.0.0.1:" + guarded.port();

      assertRefused("redis://" + place, "wants a password");
      assertRefused("redis://:wr0ng@" + place, "does not accept");
      try (ContextStore right = open("redis://:s3cret@" + place, Duration.ofSeconds(10))) {
        assertEquals(new ContextLookup.Missing(), right.read(new ExecutionId("guarded")));
      }
    }
  }

  @Test
  void aModuleThatIsNoneIsSaidToBe() {
    ModulePath path = new ModulePath("com/acme/Tax.java");
    redis.command("SET", KeySpace.DEFAULT.module(path), "class Tax {}");
    assertUnusable(path, "not valid JSON");
    redis.command("SET", KeySpace.DEFAULT.module(path), "{\"path\":\"x\"}");
    assertUnusable(path, "\"content\"");
    redis.command("DEL", KeySpace.DEFAULT.module(path));
    redis.command("LPUSH", KeySpace.DEFAULT.module(path), "x");
    assertUnusable(path, "another type");
    redis.command("SADD", KeySpace.DEFAULT.moduleIndex(), "no path", "A.java");
    assertEquals(Set.of(new ModulePath("A.java")), store.modules().paths());
  }

  private void assertUnusable(ModulePath path, String reason) {
    ModuleException e =
        assertThrows(ModuleException.class, () -> store.modules().find(List.of(path)));
    assertEquals(ErrorType.COMPILATION_ERROR, e.type());
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  @Override
  protected ContextStore store() {
    return store;
  }

  @Override
  protected void put(ExecutionId id, String json) {
    redis.command("SET", KeySpace.DEFAULT.context(id), json);
  }

  @Override
  protected void remove(ExecutionId id) {
    redis.command("DEL", KeySpace.DEFAULT.context(id));
  }

  @Override
  protected void put(SharedModule module) {
    redis.command("SET", KeySpace.DEFAULT.module(module.path()), module.toJson().toString());
    redis.command("SADD", KeySpace.DEFAULT.moduleIndex(), module.path().value());
  }

  @Override
  protected void breakDown() {
    redis.stop();
  }

  @Override
  protected void repair() {
    try {
      redis.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void repairAfterPause() {
    redis.stop();
    repair();
  }

  private static void assertRefused(String uri, String reason) {
    try (ContextStore refused = open(uri, Duration.ofSeconds(10))) {
      ContextLookup.Unreachable answer =
          assertInstanceOf(
              ContextLookup.Unreachable.class, refused.read(new ExecutionId("guarded")));
      assertTrue(answer.reason().contains(reason), answer.reason());
      assertFalse(answer.reason().contains("wr0ng"), answer.reason());
    }
  }

  private static ContextStore open(String uri, Duration deadline) {
    ChildSettings other = ChildSettings.DEFAULT;
    return RedisContextStore.open(
        new ChildSettings(
            "child",
            uri,
            KeySpace.DEFAULT,
            deadline,
            List.of(),
            ".",
            other.grace(),
            other.limits()));
  }
}
