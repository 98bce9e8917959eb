import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of Bifrost, as small as it can be: it writes each execution's context, adds its ID to a
 * queue, and reads the executions' journals until each has "finished". Any language with a Redis
 * library can do the same.
 *
 * <p>Run by scripts/quickstart: {@code java -cp bifrost.jar Quickstart.java <uri file> <folder of
 * workflows>}. Exits with 0 if and only if every execution ended as it should.
 */
public final class Quickstart {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ROW = "  %-4s %-16s %-8s %8s %8s %10s  %s%n";

  /** What is sent, and how it has to end: its status, and a text that its story contains. */
  record Trial(String id, ObjectNode context, String status, String tells) {}

  private final RedisCommands<String, String> redis;
  private final Path workflows;

  private Quickstart(RedisCommands<String, String> redis, Path workflows) {
    this.redis = redis;
    this.workflows = workflows;
  }

  public static void main(String[] arguments) throws IOException {
    // Libraries have nothing to say here.
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
        .setLevel(ch.qos.logback.classic.Level.OFF);
    RedisURI uri = RedisURI.create(Files.readString(Path.of(arguments[0])).strip());
    RedisClient client = RedisClient.create(uri);
    boolean asExpected;
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      asExpected = new Quickstart(connection.sync(), Path.of(arguments[1])).run();
    }
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    System.exit(asExpected ? 0 : 1);
  }

  private boolean run() throws IOException {
    List<Trial> trials = trials();
    Map<String, Trial> running = new LinkedHashMap<>();
    for (Trial trial : trials) {
      send(trial);
      running.put(trial.id(), trial);
    }
    System.out.printf("%nSent %d executions. As they end:%n%n", trials.size());
    System.out.printf(ROW, "", "EXECUTION", "STATUS", "TIME", "CPU", "MEMORY", "WHAT IT SAYS");
    int good = awaitAll(running);
    System.out.printf("%n%d of %d executions ended as they should.%n", good, trials.size());
    return good == trials.size();
  }

  private List<Trial> trials() throws IOException {
    return List.of(
        new Trial("endless-loop", source("EndlessLoop", 2), "Timeout", "hard_timeout"),
        new Trial(
            "bird-strikes",
            source("BirdStrikes", 60, "file", "birdstrikes.csv", "top", 3),
            "Success",
            "\"costliest\""),
        new Trial("heap-exhaustion", source("HeapExhaustion", 60), "Failed", "heap_oom"),
        new Trial(
            "delay-model",
            function("com.acme.DelayModel", 60, "file", "flights.csv"),
            "Success",
            "\"correlation\""),
        new Trial("system-exit", source("SystemExit", 60), "Failed", "exit"),
        new Trial(
            "checksum",
            function(
                "bifrost.Command",
                60,
                "command",
                List.of("cksum", "flights.csv", "birdstrikes.csv")),
            "Success",
            "\"exit_code\":0"),
        new Trial(
            "rush-hours",
            source(
                "RushHours", 60, "question", Map.of("file", "flights.csv", "from", 16, "to", 18)),
            "Success",
            "\"meanDelay\""));
  }

  /** The two commands that send an execution, in this order. */
  private void send(Trial trial) {
    redis.set(key(trial.id(), "context"), trial.context().toString(), SetArgs.Builder.ex(3600));
    redis.xadd("bifrost:queue:default", Map.of("execution_id", trial.id()));
  }

  /** Blocks on all journals at once; the last entry of each is "finished". */
  private int awaitAll(Map<String, Trial> running) {
    Instant end = Instant.now().plus(PATIENCE);
    Map<String, String> last = new LinkedHashMap<>();
    running.keySet().forEach(id -> last.put(key(id, "events"), "0"));
    int good = 0;
    while (!running.isEmpty() && Instant.now().isBefore(end)) {
      List<StreamOffset<String>> offsets = new ArrayList<>();
      last.forEach((stream, entry) -> offsets.add(StreamOffset.from(stream, entry)));
      for (StreamMessage<String, String> entry : read(offsets)) {
        last.put(entry.getStream(), entry.getId());
        if ("finished".equals(entry.getBody().get("type"))) {
          last.remove(entry.getStream());
          Trial trial = running.remove(entry.getStream().split(":")[2]);
          good += report(trial) ? 1 : 0;
        }
      }
    }
    running.values().forEach(t -> System.out.printf(ROW, "✗", t.id(), "missing", "", "", "", ""));
    return good;
  }

  @SuppressWarnings("unchecked")
  private List<StreamMessage<String, String>> read(List<StreamOffset<String>> offsets) {
    return redis.xread(XReadArgs.Builder.block(1_000), offsets.toArray(StreamOffset[]::new));
  }

  private boolean report(Trial trial) {
    JsonNode result = JSON.readTree(redis.get(key(trial.id(), "result")));
    String story = story(result);
    String status = result.path("status").asString();
    boolean good = status.equals(trial.status()) && story.contains(trial.tells());
    JsonNode metrics = result.path("metrics");
    System.out.printf(
        ROW,
        good ? "✓" : "✗",
        trial.id(),
        status,
        seconds(result.path("duration_ms").asDouble(0) / 1000),
        metrics.has("cpu_total_seconds")
            ? seconds(metrics.path("cpu_total_seconds").asDouble())
            : "-",
        metrics.has("peak_memory_bytes")
            ? metrics.path("peak_memory_bytes").asLong() / (1 << 20) + " MiB"
            : "-",
        shortened(story, 100));
    if (!good) {
      System.out.printf("       should be %s and tell %s%n", trial.status(), trial.tells());
    }
    return good;
  }

  /** The certificate of a death, else the error, else the result. */
  private static String story(JsonNode result) {
    JsonNode death = result.path("death");
    if (death.isObject()) {
      return death.path("cause").asString() + ": " + death.path("message").asString();
    }
    return result.path("error").isString()
        ? result.path("error_type").asString() + ": " + result.path("error").asString()
        : result.path("result").toString();
  }

  private ObjectNode source(String name, int timeoutSeconds, Object... parameters)
      throws IOException {
    return function(name, timeoutSeconds, parameters)
        .put("workflow_code", Files.readString(workflows.resolve(name + ".java")));
  }

  private static ObjectNode function(String name, int timeoutSeconds, Object... parameters) {
    ObjectNode context =
        JSON.createObjectNode()
            .put("name", name)
            .put("function_name", name)
            .put("timeout_seconds", timeoutSeconds)
            // These are not to be tried again when their child dies.
            .put("on_crash", "fail");
    ObjectNode values = context.putObject("parameters");
    for (int i = 0; i < parameters.length; i += 2) {
      values.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    return context;
  }

  private static String key(String id, String part) {
    return "bifrost:exec:" + id + ":" + part;
  }

  private static String seconds(double seconds) {
    return String.format("%.2f s", seconds);
  }

  private static String shortened(String text, int most) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
