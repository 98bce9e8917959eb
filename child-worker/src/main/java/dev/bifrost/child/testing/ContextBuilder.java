package dev.bifrost.child.testing;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the context of one execution, as a client would. Nothing is checked here: what the child
 * says to a context that makes no sense is worth a test.
 */
public final class ContextBuilder {

  private final InProcessChild child;
  private final ExecutionId id;
  private final ObjectNode json = Json.object();
  private final ObjectNode parameters = Json.object();

  ContextBuilder(InProcessChild child, ExecutionId id) {
    this.child = child;
    this.id = id;
    json.set("parameters", parameters);
  }

  /** The entry point: {@code com.acme.Invoice::total}, or a class alone. */
  public ContextBuilder function(String name) {
    return with("function_name", name);
  }

  /** The entry point: the class's method annotated {@code @Workflow}, or its only public one. */
  public ContextBuilder function(Class<?> workflow) {
    return function(workflow.getName());
  }

  /** The entry point: one method of a class. */
  public ContextBuilder function(Class<?> workflow, String method) {
    return function(workflow.getName() + "::" + method);
  }

  /** Java source, in place of a class on the test's class path. */
  public ContextBuilder code(String source) {
    return with("workflow_code", source);
  }

  /** One parameter; anything that Jackson can write. */
  public ContextBuilder parameter(String name, @Nullable Object value) {
    parameters.set(name, Json.mapper().valueToTree(value));
    return this;
  }

  /** The limit for the execution, in whole seconds. */
  public ContextBuilder timeout(Duration timeout) {
    return with("timeout_seconds", timeout.toSeconds());
  }

  /** Any other field of the context; anything that Jackson can write. */
  public ContextBuilder with(String field, @Nullable Object value) {
    json.set(field, Json.mapper().valueToTree(value));
    return this;
  }

  /** Stores the context; the execution can be sent now. */
  public ExecutionId put() {
    child.contexts().put(id, json.toString());
    return id;
  }

  /** Stores the context, runs the execution and waits for its result. */
  public ExecutionResult run() {
    return child.run(put().value());
  }
}
