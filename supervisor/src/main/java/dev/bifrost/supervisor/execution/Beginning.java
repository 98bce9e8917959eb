package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.protocol.SecretMask;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.protocol.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Redis said when an execution was to be begun. */
public sealed interface Beginning {

  /**
   * The entry is of no more use: the execution has its result, or runs for another entry. It is to
   * be acknowledged and dropped.
   *
   * @param reason one clause for the log
   */
  record Superfluous(String reason) implements Beginning {}

  /**
   * The execution does not run now, and its entry is gone: it waits for others, or comes again
   * later, or has got the result of another one. Nothing is left to do.
   *
   * @param reason one sentence for the log
   */
  record SetAside(String reason) implements Beginning {}

  /**
   * The execution is ours under this attempt, and that is durable.
   *
   * @param attempt number of this start from 1; the fencing token of everything that we write
   * @param submittedAt when the execution first entered its queue, in Redis's time
   * @param startedAt now, in Redis's time
   * @param tally what earlier attempts have used up
   * @param terms what is to be done
   */
  record Begun(int attempt, Instant submittedAt, Instant startedAt, Tally tally, Terms terms)
      implements Beginning {

    /** The same under other terms. */
    Begun with(Terms other) {
      return new Begun(attempt, submittedAt, startedAt, tally, other);
    }

    /** Its place in somebody's trace. */
    public Optional<TraceParent> trace() {
      return terms instanceof Terms.Runnable runs ? runs.trace() : Optional.empty();
    }

    /** Hides the secrets of the attempt. */
    public SecretMask mask() {
      return terms instanceof Terms.Runnable runs && !runs.secrets().isEmpty()
          ? new SecretMask(runs.secrets())
          : SecretMask.NONE;
    }
  }

  /**
   * What earlier attempts have used up.
   *
   * @param failures attempts that ended by an exception or a soft time-out
   * @param crashes attempts that ended with the death of their child
   */
  record Tally(int failures, int crashes) {

    /** Nothing was used up. */
    public static final Tally NONE = new Tally(0, 0);
  }

  /** What is to be done with a begun execution. */
  sealed interface Terms {

    /**
     * It can run.
     *
     * @param timeout limit of this attempt; empty for none
     * @param ofQueue whether the queue says so, and not the context that the child reads
     * @param retry what the client said about running it again
     * @param secrets what the workflow may know and nobody may see; resolved
     * @param code names what runs: the same code has the same
     * @param trace its place in somebody's trace
     */
    // Always spoken with its family, Terms.Runnable; nobody here means the one of java.lang.
    @SuppressWarnings("JavaLangClash")
    record Runnable(
        Optional<Duration> timeout,
        boolean ofQueue,
        RetryRules retry,
        Secrets secrets,
        Optional<KeyDigest> code,
        Optional<TraceParent> trace)
        implements Terms {

      /** Without a trace. */
      public Runnable(
          Optional<Duration> timeout,
          boolean ofQueue,
          RetryRules retry,
          Secrets secrets,
          Optional<KeyDigest> code) {
        this(timeout, ofQueue, retry, secrets, code, Optional.empty());
      }

      /** Of code of which nothing is known. */
      public Runnable(
          Optional<Duration> timeout, boolean ofQueue, RetryRules retry, Secrets secrets) {
        this(timeout, ofQueue, retry, secrets, Optional.empty());
      }

      /** Without secrets. */
      public Runnable(Optional<Duration> timeout, RetryRules retry) {
        this(timeout, false, retry, Secrets.NONE);
      }

      /** With what the author of the workflow wants; null leaves things as they are. */
      Runnable declared(@Nullable Duration limit, @Nullable Integer maxAttempts) {
        return new Runnable(
            limit == null ? timeout : Optional.of(limit).filter(found -> !found.isZero()),
            limit == null && ofQueue,
            maxAttempts == null ? retry : retry.withMaxAttempts(maxAttempts),
            secrets,
            code,
            trace);
      }
    }

    /** It was cancelled before it began. */
    record Cancelled(CancelRequest request) implements Terms {}

    /** Its context is missing or cannot be used. */
    record Refused(ExecutionResult.Failure failure) implements Terms {}
  }
}
