package dev.bifrost.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One message from a child to its supervisor. */
public sealed interface ChildMessage {

  /** The kinds of messages, for switches. */
  enum Kind implements WireNamed {
    /** {@link Ready}. */
    READY("ready"),
    /** {@link Started}. */
    STARTED("started"),
    /** {@link Log}. */
    LOG("log"),
    /** {@link Progress}. */
    PROGRESS("progress"),
    /** {@link Declared}. */
    DECLARED("declared"),
    /** {@link Signalled}. */
    SIGNALLED("signalled"),
    /** {@link Result}. */
    RESULT("result"),
    /** {@link Exiting}. */
    EXITING("exiting"),
    /** {@link Goodbye}. */
    GOODBYE("goodbye");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** Which kind of message this is. */
  Kind kind();

  /**
   * The child can take an ID; its first message.
   *
   * @param pid its process
   * @param version the version of its code
   * @param startup time from the start of the JVM to this message
   */
  record Ready(long pid, String version, Duration startup) implements ChildMessage {

    /** Checks that nothing is missing. */
    public Ready {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(startup, "startup");
    }

    @Override
    public Kind kind() {
      return Kind.READY;
    }
  }

  /** The child has taken this ID in hand. */
  record Started(ExecutionId id) implements ChildMessage {

    @Override
    public Kind kind() {
      return Kind.STARTED;
    }
  }

  /** The running execution logged or printed a line. */
  record Log(ExecutionId id, LogLine line) implements ChildMessage {

    @Override
    public Kind kind() {
      return Kind.LOG;
    }
  }

  /**
   * The running execution has come so far.
   *
   * @param fraction 0 to 1
   */
  record Progress(ExecutionId id, double fraction, String message) implements ChildMessage {

    /** Moves the fraction into its range. */
    public Progress {
      fraction = Math.min(1, Math.max(0, fraction));
      Objects.requireNonNull(message, "message");
    }

    @Override
    public Kind kind() {
      return Kind.PROGRESS;
    }
  }

  /**
   * The author of the running workflow wants this, and the client has said nothing about it.
   *
   * @param timeout the limit that the child has put in force; zero for none, null if it stays
   * @param maxAttempts attempts that exceptions and time-outs may use; null for the default
   */
  record Declared(ExecutionId id, @Nullable Duration timeout, @Nullable Integer maxAttempts)
      implements ChildMessage {

    /**
     * @throws IllegalArgumentException if the limit is negative or the number below 1
     */
    public Declared {
      if (timeout != null && timeout.isNegative()) {
        throw new IllegalArgumentException("Not a limit: " + timeout + ". Allowed is 0 or more.");
      }
      if (maxAttempts != null && maxAttempts < 1) {
        throw new IllegalArgumentException(
            "Not a number of attempts: " + maxAttempts + ". Allowed is 1 or more.");
      }
    }

    @Override
    public Kind kind() {
      return Kind.DECLARED;
    }
  }

  /** The running execution has taken a signal of this name. */
  record Signalled(ExecutionId id, String name) implements ChildMessage {

    @Override
    public Kind kind() {
      return Kind.SIGNALLED;
    }
  }

  /**
   * The execution ended; the only answer to its ID.
   *
   * @param retiring why the child will take no other ID and leave; null if it stays
   */
  record Result(ExecutionResult result, @Nullable String retiring) implements ChildMessage {

    @Override
    public Kind kind() {
      return Kind.RESULT;
    }
  }

  /**
   * User code is ending the JVM with {@code System.exit}; sent from a shutdown hook, so its absence
   * proves nothing.
   *
   * @param stack the stack of the thread that asked for it
   */
  record Exiting(String stack) implements ChildMessage {

    @Override
    public Kind kind() {
      return Kind.EXITING;
    }
  }

  /**
   * The child leaves of its own will; its last message.
   *
   * @param reason why
   * @param untouched IDs that it was sent and did not begin
   */
  record Goodbye(String reason, List<ExecutionId> untouched) implements ChildMessage {

    /** Copies the list. */
    public Goodbye {
      Objects.requireNonNull(reason, "reason");
      untouched = List.copyOf(untouched);
    }

    @Override
    public Kind kind() {
      return Kind.GOODBYE;
    }
  }
}
