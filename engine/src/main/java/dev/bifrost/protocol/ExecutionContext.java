package dev.bifrost.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client wants run: the value of the key {@link KeySpace#context}.
 *
 * @param functionName entry point: {@code com.acme.Invoice::total}, {@code com.acme.Invoice}, or
 *     {@code bifrost.Command}; null only where source is sent, which then says it itself
 * @param workflowCode Java source of one compilation unit
 * @param filePath path of a {@code .java} file or a {@code .jar} relative to the workspace
 * @param contentHash SHA-256 of the code in lower-case hex
 * @param parameters what is bound to the workflow method's parameters; not to be changed
 * @param timeout the limit for one attempt; empty for none
 * @param queue the queue where the entry does not say it
 * @param retry rules for running it again
 * @param coordination what it has to do with other executions
 * @param secrets values and references, as they were sent
 * @param whole the context as it was sent, unknown fields included; not to be changed
 */
public record ExecutionContext(
    @Nullable String functionName,
    @Nullable String workflowCode,
    @Nullable String filePath,
    @Nullable String contentHash,
    ObjectNode parameters,
    Optional<Duration> timeout,
    @Nullable QueueName queue,
    RetryRules retry,
    Coordination coordination,
    Secrets secrets,
    ObjectNode whole) {

  /** The limit of an execution that names none. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  /** The highest limit that can be asked for. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  /** The entry point of the built-in command. */
  public static final String COMMAND = "bifrost.Command";

  private static final String NAME = "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*";
  private static final Pattern FUNCTION =
      Pattern.compile(NAME + "(\\." + NAME + ")*(::" + NAME + ")?");
  private static final int LONGEST_FUNCTION = 1_000;
  private static final int LONGEST_KEY = 1_000;
  private static final int MOST_AT_ONCE = 1_000_000;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

  /** Checks that nothing necessary is missing. */
  public ExecutionContext {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(coordination, "coordination");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(whole, "whole");
  }

  /** What people call the execution; empty if the client gave it no name. */
  public Optional<String> name() {
    JsonNode name = whole.path("name");
    return name.isString() && !name.asString().isBlank()
        ? Optional.of(name.asString())
        : Optional.empty();
  }

  /**
   * Reads a context.
   *
   * @throws MalformedContextException if it is no JSON object or if any field is unfit; the message
   *     names every problem
   */
  public static ExecutionContext parse(String json) throws MalformedContextException {
    JsonNode node;
    try {
      node = Json.read(json);
    } catch (MalformedJsonException e) {
      throw new MalformedContextException(List.of("it is not valid JSON: " + e.getMessage()));
    }
    if (!(node instanceof ObjectNode whole)) {
      throw new MalformedContextException(List.of("it must be a JSON object"));
    }
    return new Reader(whole).read();
  }

  /** Its place in somebody's trace. */
  public Optional<TraceParent> trace() {
    return TraceParent.of(whole);
  }

  /** Whether it says itself how long it may run. */
  public boolean namesTimeout() {
    return whole.hasNonNull("timeout_seconds");
  }

  /** The same with another limit for one attempt. */
  public ExecutionContext withTimeout(Optional<Duration> limit) {
    return new ExecutionContext(
        functionName,
        workflowCode,
        filePath,
        contentHash,
        parameters,
        limit,
        queue,
        retry,
        coordination,
        secrets,
        whole);
  }

  /** What it has to do with others; it shares this key where it names none itself. */
  public Coordination coordination(Optional<KeyPattern> usualKey) {
    if (coordination.concurrencyKey() != null || usualKey.isEmpty()) {
      return coordination;
    }
    return new Coordination(
        usualKey.get().resolve(parameters),
        coordination.concurrencyLimit(),
        coordination.idempotencyKey(),
        coordination.fingerprint());
  }

  private static final class Reader {

    private static final long MAX_PAUSE_SECONDS = MAX_TIMEOUT.toSeconds();

    private final ObjectNode whole;
    private final ObjectReader fields;
    private final List<String> retryProblems = new ArrayList<>();

    Reader(ObjectNode whole) {
      this.whole = whole;
      this.fields = new ObjectReader(whole);
    }

    ExecutionContext read() throws MalformedContextException {
      String code = fields.text("workflow_code");
      String file = fields.text("file_path");
      if (code != null && file != null) {
        fields.problem("workflow_code and file_path exclude each other");
      }
      ObjectNode parameters = fields.object("parameters");
      Duration timeout = fields.seconds("timeout_seconds", MAX_TIMEOUT.toSeconds());
      String function = function(code);
      ExecutionContext context =
          new ExecutionContext(
              function,
              code,
              file,
              hash(),
              parameters == null ? Json.object() : parameters,
              Optional.of(timeout == null ? DEFAULT_TIMEOUT : timeout).filter(t -> !t.isZero()),
              fields.parsed("queue", QueueName::new),
              retry(),
              coordination(code, file, function),
              secrets(),
              whole);
      List<String> problems = new ArrayList<>(fields.problems());
      problems.addAll(retryProblems);
      if (!problems.isEmpty()) {
        throw new MalformedContextException(problems);
      }
      return context;
    }

    private @Nullable String function(@Nullable String code) {
      String function = fields.text("function_name");
      if (function == null) {
        JsonNode sent = whole.path("function_name");
        if (code == null && (sent.isMissingNode() || sent.isNull())) {
          fields.problem(
              "function_name is missing: name a class, a method as com.acme.Invoice::total, or "
                  + COMMAND);
        }
        return null;
      }
      // The length first: the pattern recurses once for every part of a name.
      if (function.length() > LONGEST_FUNCTION || !FUNCTION.matcher(function).matches()) {
        fields.problem(
            "function_name: must be a class or a method as com.acme.Invoice::total, but is \""
                + ObjectReader.shown(function)
                + "\"");
      }
      return function;
    }

    private @Nullable String hash() {
      String hash = fields.text("content_hash");
      if (hash != null && !SHA_256.matcher(hash).matches()) {
        fields.problem("content_hash: must be a SHA-256 of 64 hex digits");
      }
      return hash;
    }

    private Secrets secrets() {
      ObjectNode found = fields.object("secrets");
      Map<String, String> values = new HashMap<>();
      int length = 0;
      for (Map.Entry<String, JsonNode> entry :
          (found == null ? Json.object() : found).properties()) {
        String value = entry.getValue().isString() ? entry.getValue().stringValue() : "";
        length += entry.getKey().length() + value.length();
        values.put(entry.getKey(), value);
        if (value.length() < Secrets.SHORTEST) {
          fields.problem(
              "secrets."
                  + ObjectReader.shown(entry.getKey())
                  + ": must be text of at least "
                  + Secrets.SHORTEST
                  + " characters, or it could not be masked");
        }
      }
      if (length > Secrets.LONGEST) {
        fields.problem(
            "secrets: " + length + " characters are too many, allowed are " + Secrets.LONGEST);
      }
      return new Secrets(values);
    }

    private RetryRules retry() {
      ObjectNode found = fields.object("retry");
      ObjectReader pauses = new ObjectReader(found == null ? Json.object() : found);
      RetryRules.OnCrash onCrash =
          fields.parsed("on_crash", text -> WireNamed.parse(RetryRules.OnCrash.class, text));
      RetryRules rules =
          new RetryRules(
              fields.count("max_attempts", 1, 1_000),
              pauses.seconds("backoff_seconds", MAX_PAUSE_SECONDS),
              asDouble(pauses.number("multiplier", 1, 1_000)),
              pauses.seconds("max_backoff_seconds", MAX_PAUSE_SECONDS),
              asDouble(pauses.number("jitter", 0, 1)),
              onCrash == null ? RetryRules.OnCrash.RETRY : onCrash,
              fields.count("crash_credits", 0, 1_000));
      pauses.problems().forEach(problem -> retryProblems.add("retry." + problem));
      return rules;
    }

    private Coordination coordination(
        @Nullable String code, @Nullable String file, @Nullable String function) {
      String concurrencyKey = key("concurrency_key");
      Integer limit = fields.count("concurrency_limit", 1, MOST_AT_ONCE);
      return new Coordination(
          concurrencyKey,
          limit == null ? 1 : limit,
          key("idempotency_key"),
          Coordination.fingerprint(code, file, function));
    }

    private @Nullable String key(String field) {
      String key = fields.text(field);
      if (key != null && (key.isEmpty() || key.length() > LONGEST_KEY)) {
        fields.problem(
            field + ": must have 1 to " + LONGEST_KEY + " characters, but has " + key.length());
      }
      return key;
    }

    private static @Nullable Double asDouble(@Nullable Number number) {
      return number == null ? null : (Double) number.doubleValue();
    }
  }
}
