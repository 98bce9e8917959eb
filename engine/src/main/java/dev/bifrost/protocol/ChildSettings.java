package dev.bifrost.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a child has to know. A supervisor sends it over the pipe, so that neither the environment
 * nor the command line of the child shows the address and the password of Redis to user code.
 *
 * @param workerId the child's name in results and logs
 * @param redisUri where the contexts are; may carry credentials
 * @param keys how keys are spelt
 * @param contextDeadline how long the reading of a context may take
 * @param classPath jars and folders with workflows, in order
 * @param workspace the folder that {@code file_path} and commands are relative to
 * @param grace time that a workflow has to end after it was cancelled or timed out
 * @param limits most that a result may carry
 * @param codeCache the folder in which compiled source is kept for other children; empty for none
 */
public record ChildSettings(
    String workerId,
    String redisUri,
    KeySpace keys,
    Duration contextDeadline,
    List<String> classPath,
    String workspace,
    Duration grace,
    Limits limits,
    Optional<String> codeCache) {

  /** What a child uses that was told nothing: Redis on this host's usual port. */
  public static final ChildSettings DEFAULT =
      new ChildSettings(
          "child",
          "redis://127.0.0.1:6379",
          KeySpace.DEFAULT,
          Duration.ofSeconds(5),
          List.of(),
          ".",
          Duration.ofSeconds(2),
          Limits.DEFAULT,
          Optional.empty());

  /**
   * Most that one result may carry.
   *
   * @param result largest JSON of a workflow's return value
   * @param logLines most log lines; more are dropped from the middle
   * @param logBytes most bytes of all log lines together
   * @param lineBytes most bytes of one log line; more are cut off
   */
  public record Limits(ByteSize result, int logLines, ByteSize logBytes, ByteSize lineBytes) {

    /** 8 MiB of result, 10,000 lines with 2 MiB together and 64 KiB each. */
    public static final Limits DEFAULT =
        new Limits(
            ByteSize.ofMebibytes(8), 10_000, ByteSize.ofMebibytes(2), new ByteSize(64L << 10));

    /** An upper bound for the bytes of one message that keeps to these limits. */
    public int longestMessage() {
      // Variables, evidence and field names; JSON escapes make text up to six times longer.
      long most = 6 * (result.bytes() + 2 * logBytes.bytes() + 256L * logLines) + (4L << 20);
      return (int) Math.min(Integer.MAX_VALUE - 16, most);
    }
  }

  /** Checks that nothing is missing and copies the list. */
  public ChildSettings {
    Objects.requireNonNull(workerId, "workerId");
    Objects.requireNonNull(redisUri, "redisUri");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(codeCache, "codeCache");
    classPath = List.copyOf(classPath);
  }

  /** With nothing kept for other children. */
  public ChildSettings(
      String workerId,
      String redisUri,
      KeySpace keys,
      Duration contextDeadline,
      List<String> classPath,
      String workspace,
      Duration grace,
      Limits limits) {
    this(
        workerId,
        redisUri,
        keys,
        contextDeadline,
        classPath,
        workspace,
        grace,
        limits,
        Optional.empty());
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("worker_id", workerId)
            .put("redis_uri", redisUri)
            .put("namespace", keys.namespace())
            .put("hash_tags", keys.hashTags())
            .put("context_deadline_ms", contextDeadline.toMillis())
            .put("workspace", workspace)
            .put("grace_ms", grace.toMillis())
            .put("result_limit_bytes", limits.result().bytes())
            .put("log_limit_lines", limits.logLines())
            .put("log_limit_bytes", limits.logBytes().bytes())
            .put("line_limit_bytes", limits.lineBytes().bytes());
    codeCache.ifPresent(folder -> json.put("code_cache", folder));
    ArrayNode paths = json.putArray("class_path");
    classPath.forEach(paths::add);
    return json;
  }

  /**
   * Reads the JSON object of a {@code !configure} line; what it does not say stays as in {@link
   * #DEFAULT}.
   *
   * @throws IllegalArgumentException if it is no object or a field is unfit; names every problem
   */
  static ChildSettings parse(String text) {
    JsonNode node;
    try {
      node = Json.read(text);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("!configure: not valid JSON: " + e.getMessage(), e);
    }
    if (!(node instanceof ObjectNode json)) {
      throw new IllegalArgumentException("!configure: must be a JSON object");
    }
    ObjectReader fields = new ObjectReader(json);
    Limits limits = DEFAULT.limits;
    Boolean hashTags = fields.flag("hash_tags");
    boolean tagged = hashTags != null && hashTags;
    KeySpace keys = fields.parsed("namespace", namespace -> new KeySpace(namespace, tagged));
    ChildSettings settings =
        new ChildSettings(
            or(fields.text("worker_id"), DEFAULT.workerId),
            or(fields.text("redis_uri"), DEFAULT.redisUri),
            or(keys, new KeySpace(KeySpace.DEFAULT.namespace(), tagged)),
            milliseconds(fields, "context_deadline_ms", DEFAULT.contextDeadline),
            or(fields.texts("class_path"), DEFAULT.classPath),
            or(fields.text("workspace"), DEFAULT.workspace),
            milliseconds(fields, "grace_ms", DEFAULT.grace),
            new Limits(
                bytes(fields, "result_limit_bytes", limits.result),
                or(fields.count("log_limit_lines", 0, 1_000_000), limits.logLines),
                bytes(fields, "log_limit_bytes", limits.logBytes),
                bytes(fields, "line_limit_bytes", limits.lineBytes)),
            Optional.ofNullable(fields.text("code_cache")));
    if (!fields.problems().isEmpty()) {
      throw new IllegalArgumentException("!configure: " + String.join("; ", fields.problems()));
    }
    return settings;
  }

  private static Duration milliseconds(ObjectReader fields, String field, Duration otherwise) {
    Long value = fields.whole(field, 0, ExecutionContext.MAX_TIMEOUT.toMillis());
    return value == null ? otherwise : Duration.ofMillis(value);
  }

  private static ByteSize bytes(ObjectReader fields, String field, ByteSize otherwise) {
    Long value = fields.whole(field, 0, 1L << 30);
    return value == null ? otherwise : new ByteSize(value);
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
