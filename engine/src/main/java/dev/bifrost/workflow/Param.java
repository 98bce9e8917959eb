package dev.bifrost.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a parameter of a workflow method whose class was compiled without {@code -parameters}, or
 * whose name in the execution's context differs from its name in Java.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

  /** The name under which the context's {@code parameters} carry the value. */
  String value();
}
