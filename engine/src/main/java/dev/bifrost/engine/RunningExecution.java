package dev.bifrost.engine;

import dev.bifrost.protocol.SecretMask;
import dev.bifrost.workflow.Caller;
import dev.bifrost.workflow.Execution;
import dev.bifrost.workflow.Organization;
import dev.bifrost.workflow.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The execution as its workflow sees it; any thread. */
final class RunningExecution implements Execution {

  private static final int LONGEST_MESSAGE = 1_000;

  private final ExecutionRequest request;
  private final SecretMask mask;
  private final ExecutionListener listener;
  private final Belongings belongings;
  private final BooleanSupplier stopped;
  private volatile String name = "";
  private @Nullable Map<String, @Nullable Object> parameters;
  private @Nullable Map<String, @Nullable Object> context;

  /**
   * What it was given for as long as it runs.
   *
   * @param variables take what it publishes
   * @param signals what it is told
   * @param scratch where it may write
   */
  record Belongings(LocalVariables variables, Signals signals, Scratch scratch) {}

  /**
   * @param stopped whether the execution was told to end
   */
  RunningExecution(
      ExecutionRequest request,
      SecretMask mask,
      ExecutionListener listener,
      Belongings belongings,
      BooleanSupplier stopped) {
    this.request = request;
    this.mask = mask;
    this.listener = listener;
    this.belongings = belongings;
    this.stopped = stopped;
  }

  /** What people call it from now on. */
  void named(String called) {
    name = called;
  }

  @Override
  public String id() {
    return request.id().value();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int attempt() {
    return request.attempt();
  }

  @Override
  public synchronized Map<String, @Nullable Object> parameters() {
    if (parameters == null) {
      parameters = JsonView.map(request.context().parameters());
    }
    return parameters;
  }

  @Override
  public synchronized Map<String, @Nullable Object> context() {
    if (context == null) {
      ObjectNode shown = request.context().whole().objectNode();
      shown.setAll(request.context().whole());
      shown.remove("secrets");
      context = JsonView.map(shown);
    }
    return context;
  }

  @Override
  public Caller caller() {
    JsonNode sent = request.context().whole().path("caller");
    return new Caller(text(sent, "user_id"), text(sent, "email"), text(sent, "name"));
  }

  @Override
  public Optional<Organization> organization() {
    return request.context().whole().path("organization") instanceof ObjectNode sent
        ? Optional.of(new Organization(text(sent, "id"), text(sent, "name"), JsonView.map(sent)))
        : Optional.empty();
  }

  @Override
  public Optional<Object> event() {
    return Optional.ofNullable(JsonView.value(request.context().whole().path("event")));
  }

  @Override
  public String secret(String name) {
    Map<String, String> values = request.secrets().values();
    String value = values.get(name);
    if (value == null) {
      throw new NoSuchElementException(
          "There is no secret \""
              + name
              + "\" in the context of execution "
              + id()
              + "; it has "
              + (values.isEmpty() ? "none" : new TreeSet<>(values.keySet()))
              + ".");
    }
    return value;
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("workflow");
  }

  @Override
  public void progress(double fraction, @Nullable String message) {
    if (Double.isNaN(fraction)) {
      throw new IllegalArgumentException("The progress must be a number from 0 to 1, but is NaN.");
    }
    listener.progress(
        Math.min(1, Math.max(0, fraction)),
        message == null ? "" : Cut.end(mask.mask(message), LONGEST_MESSAGE));
  }

  @Override
  public void publish(String called, @Nullable Object value) {
    belongings.variables().publish(called, value);
  }

  @Override
  public Optional<Signal> awaitSignal(String called, Duration timeout) throws InterruptedException {
    Optional<Signal> signal = belongings.signals().await(called, timeout);
    signal.ifPresent(
        taken -> listener.signalled(Cut.end(mask.mask(taken.name()), LONGEST_MESSAGE)));
    return signal;
  }

  @Override
  public Path scratch() throws IOException {
    return belongings.scratch().directory();
  }

  @Override
  public boolean isCancelled() {
    return stopped.getAsBoolean();
  }

  @Override
  public void checkCancelled() {
    if (isCancelled()) {
      throw new CancellationException("Execution " + id() + " was told to end.");
    }
  }

  /** As text, whatever it is: an ID may well be sent as a number. */
  private static Optional<String> text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString())
        : Optional.empty();
  }
}
