package dev.bifrost.engine;

import dev.bifrost.workflow.Execution;
import dev.bifrost.workflow.Param;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A parameter of a workflow method.
 *
 * @param name what the context calls it
 * @param isNamed whether that name is known, and not one that the JVM made up
 */
record WorkflowParameter(String name, boolean isNamed, Class<?> type, Type genericType) {

  static WorkflowParameter of(Parameter parameter) {
    Param param = parameter.getAnnotation(Param.class);
    return new WorkflowParameter(
        param == null ? parameter.getName() : param.value(),
        param != null || parameter.isNamePresent(),
        parameter.getType(),
        parameter.getParameterizedType());
  }

  /** Names that the method takes from the context. */
  static Set<String> names(Method method) {
    return Arrays.stream(method.getParameters())
        .map(WorkflowParameter::of)
        .filter(parameter -> !parameter.isExecution())
        .map(WorkflowParameter::name)
        .collect(Collectors.toSet());
  }

  /** Names without which the method cannot be called. */
  static Set<String> requiredNames(Method method) {
    return Arrays.stream(method.getParameters())
        .map(WorkflowParameter::of)
        .filter(parameter -> !parameter.isExecution() && !parameter.isOptional())
        .map(WorkflowParameter::name)
        .collect(Collectors.toSet());
  }

  /** Whether it takes the running execution itself. */
  boolean isExecution() {
    return type == Execution.class;
  }

  /** Whether the context may leave it out. */
  boolean isOptional() {
    return type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class;
  }
}
