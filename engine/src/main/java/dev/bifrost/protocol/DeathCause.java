package dev.bifrost.protocol;

/** Why an execution did not come to its own end. */
public enum DeathCause implements WireNamed {
  /** The heap was exhausted. */
  HEAP_OOM("heap_oom"),
  /** The space for classes was exhausted. */
  METASPACE_OOM("metaspace_oom"),
  /** The operating system refused memory or threads to the JVM. */
  NATIVE_OOM("native_oom"),
  /** A signal from outside ended the child. */
  KILLED("killed"),
  /** The JVM itself or native code crashed. */
  NATIVE_CRASH("native_crash"),
  /** User code ended the JVM. */
  EXIT("exit"),
  /** The limit of {@code timeout_seconds} was reached. */
  HARD_TIMEOUT("hard_timeout"),
  /** Somebody cancelled the execution. */
  CANCELLED("cancelled"),
  /** The child broke the protocol of its pipe. */
  PROTOCOL("protocol"),
  /** No child could be started. */
  STARTUP("startup"),
  /** The supervisor disappeared. */
  SUPERVISOR_LOST("supervisor_lost"),
  /** A thread of the execution exceeded its stack. */
  STACK_OVERFLOW("stack_overflow");

  private final String wireName;

  DeathCause(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
