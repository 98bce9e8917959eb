package dev.bifrost.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers that an address of Redis names: those by which a cluster is found, or the one that is
 * no cluster.
 *
 * @param cluster whether they belong to a Redis Cluster
 * @param uris the URI of each, with credentials; exactly one if they are no cluster
 */
public record RedisNodes(boolean cluster, List<String> uris) {

  private static final Pattern CLUSTER =
      Pattern.compile("(rediss?)-cluster://(?<credentials>[^@/]*@)?(?<hosts>[^@/?#]+)/?");

  /** Copies the list. */
  public RedisNodes {
    uris = List.copyOf(uris);
  }

  /**
   * Reads {@code redis-cluster://[[user]:password@]host[:port],…}, or the same with {@code
   * rediss-cluster://} for TLS; any other address stands for itself, and is not checked.
   *
   * @throws IllegalArgumentException if it is the address of a cluster and malformed; the message
   *     shows no credentials
   */
  public static RedisNodes of(String uri) {
    if (!uri.startsWith("redis-cluster://") && !uri.startsWith("rediss-cluster://")) {
      return new RedisNodes(false, List.of(uri));
    }
    Matcher matcher = CLUSTER.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "The address of a cluster has hosts and ports and nothing after them: a cluster has no"
              + " databases.");
    }
    String credentials = matcher.group("credentials");
    List<String> uris = new ArrayList<>();
    for (String host : matcher.group("hosts").split(",", -1)) {
      if (host.isBlank()) {
        throw new IllegalArgumentException("The address of a cluster names a host that is empty.");
      }
      uris.add(matcher.group(1) + "://" + (credentials == null ? "" : credentials) + host.strip());
    }
    return new RedisNodes(true, uris);
  }
}
