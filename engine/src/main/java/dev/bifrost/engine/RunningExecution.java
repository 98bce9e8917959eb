package dev.bifrost.engine;

import dev.bifrost.protocol.SecretMask;
import dev.bifrost.workflow.Execution;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The execution as its workflow sees it; any thread. */
final class RunningExecution implements Execution {

  private static final int LONGEST_MESSAGE = 1_000;

  private final ExecutionRequest request;
  private final SecretMask mask;
  private final ExecutionListener listener;
  private final BooleanSupplier stopped;
  private @Nullable Map<String, @Nullable Object> parameters;
  private @Nullable Map<String, @Nullable Object> context;

  /**
   * @param stopped whether the execution was told to end
   */
  RunningExecution(
      ExecutionRequest request,
      SecretMask mask,
      ExecutionListener listener,
      BooleanSupplier stopped) {
    this.request = request;
    this.mask = mask;
    this.listener = listener;
    this.stopped = stopped;
  }

  @Override
  public String id() {
    return request.id().value();
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
  public boolean isCancelled() {
    return stopped.getAsBoolean();
  }

  @Override
  public void checkCancelled() {
    if (isCancelled()) {
      throw new CancellationException("Execution " + id() + " was told to end.");
    }
  }
}
