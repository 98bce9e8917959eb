package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workflow code from Redis, and what it may know, in the packaged service. */
final class WorkflowIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  @Test
  void anEditOfAModuleIsSeenByTheNextExecutionInTheSameChild() throws IOException {
    module("com/acme/Rate.java", "package com.acme; class Rate { static int PERCENT = 10; }");
    module(
        "com/acme/Tax.java",
        "package com.acme; class Tax { static int of(int n) { return n * Rate.PERCENT / 100; } }");
    module(
        "com/acme/Bill.java",
        "package com.acme; public class Bill { public static int total(int net) {"
            + " int tax = Tax.of(net); return net + tax; } }");
    String context = "{\"function_name\":\"com.acme.Bill::total\",\"parameters\":{\"net\":200}}";
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("first", context);
      String first = result(service, "first");
      module("com/acme/Rate.java", "package com.acme; class Rate { static int PERCENT = 50; }");
      client.send("second", context);
      String second = result(service, "second");

      assertTrue(first.contains("\"result\":220"), first);
      assertTrue(first.contains("\"variables\":{\"tax\":20}"), first);
      assertTrue(second.contains("\"result\":300"), second);
      assertEquals(pid(first), pid(second));
    }
    try (Stream<Path> kept = Files.list(folder.resolve("state/code"))) {
      assertEquals(2, kept.count());
    }
  }

  @Test
  void aSecretReachesTheWorkflowAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "correct horse\n");
    String code =
        "public class A { public static int run(dev.bifrost.workflow.Execution e) throws Exception {"
            + " String secret = e.secret(\"db\"); System.out.println(\"printed \" + secret);"
            + " e.progress(0.5, secret); throw new IllegalStateException(\"no \" + secret); } }";
    String context =
        Json.object()
            .put("workflow_code", code)
            .set("secrets", Json.object().put("db", "file:" + file))
            .toString();
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("secret", context);
      String result = result(service, "secret");
      assertTrue(result.contains("no ***"), result);
      assertTrue(result.contains("printed ***"), result);
      assertTrue(result.contains("\"secret\":\"***\""), result);
      for (String key : redis.commands().keys("bifrost:exec:secret:*")) {
        String shown =
            switch (redis.commands().type(key)) {
              case "stream" -> redis.commands().xrange(key, Range.unbounded()).toString();
              case "hash" -> redis.commands().hgetall(key).toString();
              default -> String.valueOf(redis.commands().get(key));
            };
        assertFalse(shown.contains("correct"), key + ": " + shown);
      }
      assertFalse(service.output().contains("correct"), service.output());

      client.send("absent", context.replace("password", "nothing"));
      assertTrue(result(service, "absent").contains("MalformedContext"));
    }
  }

  private static void module(String path, String content) {
    SharedModule module = SharedModule.of(new ModulePath(path), content);
    redis.commands().set(KeySpace.DEFAULT.module(module.path()), module.toJson().toString());
    redis.commands().sadd(KeySpace.DEFAULT.moduleIndex(), path);
  }

  private String result(Service service, String id) {
    await("the result of " + id)
        .atMost(Duration.ofMinutes(1))
        .failFast("the service ended", () -> ProcessHandle.of(service.pid()).isEmpty())
        .until(() -> client.result(id).isPresent());
    return client.result(id).orElseThrow();
  }

  private static List<String> pid(String result) {
    return Stream.of(result.split(",", -1)).filter(part -> part.contains("child_pid")).toList();
  }
}
