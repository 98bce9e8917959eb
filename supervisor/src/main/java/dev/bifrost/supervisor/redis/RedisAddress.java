package dev.bifrost.supervisor.redis;

import io.lettuce.core.RedisURI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code redis://}, {@code rediss://} for TLS, or {@code redis-sentinel://}. The
 * password that the URI may carry never shows in {@link #toString}.
 *
 * @param uri the URI as configured, with its password
 */
public record RedisAddress(String uri) {

  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)\\S*@");

  /**
   * @throws IllegalArgumentException if it is no URI of Redis; the message does not show a password
   */
  public RedisAddress {
    Objects.requireNonNull(uri, "uri");
    try {
      RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Not the address of a Redis: \""
              + masked(uri)
              + "\". Allowed are redis://[[user]:password@]host[:port][/database], the same with"
              + " rediss:// for TLS, and redis-sentinel://host[:port],…[/database]#master.",
          unlessItTells(e, uri));
    }
  }

  RedisURI toRedisUri() {
    return RedisURI.create(uri);
  }

  /** The text without the credentials of any URI in it. */
  public static String masked(String text) {
    return CREDENTIALS.matcher(text).replaceAll("***@");
  }

  /** The URI with {@code ***} in place of its credentials. */
  @Override
  public String toString() {
    return masked(uri);
  }

  // The cause of an unreadable URI quotes it, and with it a password.
  private static @Nullable Throwable unlessItTells(IllegalArgumentException cause, String uri) {
    return masked(uri).equals(uri) ? cause : null;
  }
}
