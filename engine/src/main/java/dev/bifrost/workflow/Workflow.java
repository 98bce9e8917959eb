package dev.bifrost.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that an execution runs when its {@code function_name} names only the class; at
 * most one method of a class may carry it. Its attributes are what the author of the method wants
 * where the client has said nothing: a field of the execution's context wins over them, and they
 * win over the defaults of the queue. They count for every execution of the method, however it was
 * named.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Workflow {

  /** What people call it; see {@link Execution#name()}. */
  String name() default "";

  /**
   * The limit for one attempt, in place of {@code timeout_seconds}: a number with its unit, such as
   * {@code 500ms}, {@code 90s}, {@code 10m} or {@code 2h}; {@code 0s} for none, at most {@code
   * 24h}. The time counts from the start of the attempt, the loading of the code included.
   */
  String timeout() default "";

  /**
   * Attempts that exceptions and time-outs may use, 1 to 1,000, in place of {@code max_attempts}.
   */
  int attempts() default 0;

  /**
   * The queue that executions are sent to, where whoever sends the source of the workflow names
   * none.
   */
  String queue() default "";
}
