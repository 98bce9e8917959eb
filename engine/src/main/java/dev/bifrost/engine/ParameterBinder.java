package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.workflow.Execution;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the arguments of a workflow method from the context's parameters, by name. */
final class ParameterBinder {

  private static final int LONGEST_VALUE = 60;
  private static final int LONGEST_REASON = 300;

  private final Code code;
  private final ObjectNode sent;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param code whose classes the values are converted to
   * @param sent the context's parameters
   */
  ParameterBinder(Code code, ObjectNode sent) {
    this.code = code;
    this.sent = sent;
  }

  /**
   * The arguments in the order of the method's parameters.
   *
   * @throws Refusal that names every parameter which is missing or unfit
   */
  @Nullable Object[] bind(EntryPoint entryPoint, Execution execution) throws Refusal {
    Parameter[] parameters = entryPoint.method().getParameters();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      WorkflowParameter parameter = WorkflowParameter.of(parameters[i]);
      arguments[i] = parameter.isExecution() ? execution : value(parameter);
    }
    if (!problems.isEmpty()) {
      throw new Refusal(
          ErrorType.INVALID_PARAMETERS,
          entryPoint.describe()
              + " cannot be called: "
              + String.join("; ", problems)
              + "; nothing was run.");
    }
    return arguments;
  }

  private @Nullable Object value(WorkflowParameter parameter) {
    if (!parameter.isNamed()) {
      problems.add(
          "a parameter of type "
              + typeName(parameter)
              + " has no name: compile the class with -parameters, or give it @Param");
      return null;
    }
    JsonNode value = sent.get(parameter.name());
    if (value == null && !parameter.isOptional()) {
      problems.add(missing(parameter));
      return null;
    }
    if (parameter.type().isPrimitive() && (value == null || value.isNull())) {
      problems.add(unfit(parameter, NullNode.getInstance(), "it cannot be null"));
      return null;
    }
    try {
      return code.json()
          .read(value == null ? NullNode.getInstance() : value, parameter.genericType());
    } catch (JacksonException e) {
      problems.add(unfit(parameter, value == null ? NullNode.getInstance() : value, reason(e)));
      return null;
    }
  }

  private String missing(WorkflowParameter parameter) {
    TreeSet<String> names = new TreeSet<>(sent.propertyNames());
    return "parameter "
        + parameter.name()
        + " ("
        + typeName(parameter)
        + ") is missing; sent were "
        + (names.isEmpty() ? "none" : Cut.end(String.join(", ", names), LONGEST_REASON))
        + NearMiss.hint(parameter.name(), names);
  }

  private static String unfit(WorkflowParameter parameter, JsonNode value, String reason) {
    return "parameter "
        + parameter.name()
        + " must be "
        + typeName(parameter)
        + ", but is "
        + jsonType(value)
        + (value.isNull() ? "" : " " + shown(value))
        + " ("
        + reason
        + ")";
  }

  private static String reason(JacksonException e) {
    String first = e.getOriginalMessage();
    String line = first == null ? "" : first.lines().findFirst().orElse("");
    String path = e.getPathReference();
    return Cut.end(line, LONGEST_REASON) + (path.isEmpty() ? "" : ", at " + Cut.end(path, 200));
  }

  private static String typeName(WorkflowParameter parameter) {
    return parameter.genericType().getTypeName();
  }

  private static String jsonType(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a truth value";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "no JSON";
    };
  }

  private static String shown(JsonNode value) {
    if (value.isContainer() && value.size() > LONGEST_VALUE) {
      return "with " + value.size() + " entries";
    }
    return Cut.end(value.toString(), LONGEST_VALUE);
  }
}
