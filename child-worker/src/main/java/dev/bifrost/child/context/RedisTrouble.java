package dev.bifrost.child.context;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what goes wrong with Redis into words for people; never with a user name or a password. */
final class RedisTrouble {

  private static final int DEEPEST = 10;

  private RedisTrouble() {}

  /** Hosts and ports. */
  static String place(List<RedisURI> addresses) {
    return addresses.stream().map(RedisTrouble::place).collect(Collectors.joining(","));
  }

  private static String place(RedisURI address) {
    if (address.getSentinels().isEmpty()) {
      return address.getSocket() != null
          ? address.getSocket()
          : address.getHost() + ":" + address.getPort();
    }
    return address.getSentinels().stream()
        .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
        .collect(Collectors.joining(",", "sentinels ", ""));
  }

  /** What the server said, if it said anything; else the innermost cause. */
  static String explain(Throwable trouble) {
    Throwable innermost = trouble;
    for (int depth = 0; depth < DEEPEST; depth++) {
      if (innermost instanceof RedisCommandExecutionException) {
        return advise(firstLine(innermost));
      }
      Throwable cause = innermost.getCause();
      if (cause == null) {
        break;
      }
      innermost = cause;
    }
    return firstLine(innermost);
  }

  static String describe(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static String advise(String answer) {
    if (answer.startsWith("NOAUTH")) {
      return "it wants a password and none is configured (" + answer + ")";
    }
    if (answer.startsWith("WRONGPASS")) {
      return "it does not accept the configured user name and password";
    }
    return answer;
  }

  private static String firstLine(Throwable trouble) {
    @Nullable String message = trouble.getMessage();
    return message == null || message.isBlank()
        ? trouble.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }
}
