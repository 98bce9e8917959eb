package dev.bifrost.supervisor.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with Redis, or with one command that it refused.
 *
 * @param kind what sort of trouble
 * @param reason one sentence for people; shows no password
 */
public record RedisTrouble(Kind kind, String reason) {

  private static final int LONGEST_REASON = 300;

  /** The sorts of trouble, each with the words by which Redis tells it. */
  public enum Kind {
    /** It does not answer, or not in time. */
    UNREACHABLE("(?!)", true),
    /** It reads its data from disk. */
    LOADING("LOADING", true),
    /** It is a replica, as after a failover. */
    READ_ONLY("READONLY", true),
    /** It is a replica that lost its master, or part of a cluster that is not whole. */
    NOT_WHOLE("MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MOVED|ASK", true),
    /** Its memory is used up. */
    OUT_OF_MEMORY("OOM", true),
    /** It cannot write to its disk. */
    DISK("MISCONF", true),
    /** It runs somebody's long script. */
    BUSY("BUSY", true),
    /** It does not let us in. */
    NOT_ALLOWED("NOAUTH|WRONGPASS|NOPERM", true),
    /** A key holds another type than it should. */
    WRONG_TYPE("WRONGTYPE", false),
    /** A queue or its consumer group is gone. */
    NO_GROUP("NOGROUP", false),
    /** It refused this command for another reason. */
    REFUSED("(?!)", false);

    private final Pattern pattern;
    private final boolean ofTheServer;

    Kind(String words, boolean ofTheServer) {
      this.pattern = Pattern.compile("\\b(" + words + ")\\b");
      this.ofTheServer = ofTheServer;
    }

    /** Whether every command suffers; otherwise other keys may be well. */
    public boolean ofTheServer() {
      return ofTheServer;
    }

    /** Where its word begins; negative if it is not there. */
    private int in(String message) {
      // A server before 7.0 wraps the error of a command in that of its script.
      Matcher matcher = pattern.matcher(message);
      return matcher.find() ? matcher.start() : -1;
    }
  }

  /** What a failed command tells. */
  public static RedisTrouble of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RedisTroubleException told) {
      return told.trouble();
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof RedisCommandExecutionException) {
      return refused(message);
    }
    if (cause instanceof RedisCommandTimeoutException) {
      return new RedisTrouble(Kind.UNREACHABLE, "Redis does not answer in time");
    }
    if (cause instanceof RedisException
        || cause instanceof IOException
        || cause instanceof CancellationException
        || cause instanceof TimeoutException) {
      String refusal = refusalWithin(cause);
      return refusal == null
          ? new RedisTrouble(
              Kind.UNREACHABLE, "Redis cannot be reached: " + shortened(innermost(cause, message)))
          : refused(refusal);
    }
    return new RedisTrouble(Kind.REFUSED, "Unexpected: " + shortened(cause.toString()));
  }

  private static RedisTrouble refused(String message) {
    for (Kind kind : Kind.values()) {
      int at = kind.in(message);
      if (at >= 0) {
        return new RedisTrouble(kind, "Redis refuses: " + shortened(message.substring(at)));
      }
    }
    return new RedisTrouble(Kind.REFUSED, "Redis refuses: " + shortened(message));
  }

  // A refused password shows as the cause of a failed connection.
  private static @Nullable String refusalWithin(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RedisCommandExecutionException && t.getMessage() != null) {
        return t.getMessage();
      }
    }
    return null;
  }

  private static String innermost(Throwable failure, String message) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? message : cause.getMessage();
  }

  private static String shortened(String text) {
    String line = RedisAddress.masked(text).strip().lines().findFirst().orElse("no reason given");
    // It becomes part of sentences that have a period of their own.
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
  }
}
