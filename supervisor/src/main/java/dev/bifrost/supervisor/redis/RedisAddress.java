package dev.bifrost.supervisor.redis;

import dev.bifrost.protocol.RedisNodes;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code redis://}, {@code rediss://} for TLS, {@code redis-sentinel://}, or {@code
 * redis-cluster://}. The password that the URI may carry never shows in {@link #toString}.
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
      nodes(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Not the address of a Redis: \""
              + masked(uri)
              + "\". Allowed are redis://[[user]:password@]host[:port][/database], the same with"
              + " rediss:// for TLS, redis-sentinel://host[:port],…[/database]#master, and"
              + " redis-cluster://[[user]:password@]host[:port],… for a Redis Cluster, or the same"
              + " with rediss-cluster://.",
          unlessItTells(e, uri));
    }
  }

  /** Whether it is that of a Redis Cluster. */
  public boolean isCluster() {
    return RedisNodes.of(uri).cluster();
  }

  /** The server, or the servers by which the others of a cluster are found. */
  List<RedisURI> nodes() {
    return nodes(uri);
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

  private static List<RedisURI> nodes(String uri) {
    return RedisNodes.of(uri).uris().stream().map(RedisURI::create).toList();
  }

  // The cause of an unreadable URI quotes it, and with it a password.
  private static @Nullable Throwable unlessItTells(IllegalArgumentException cause, String uri) {
    return masked(uri).equals(uri) ? cause : null;
  }
}
