package dev.bifrost.supervisor.http;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import dev.bifrost.supervisor.config.BearerToken;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. With a token: whoever bears it, for everything but the liveness, which tells
 * nothing. Without one only this host can reach us, and what is kept out are the pages that its
 * people have open in their browsers: those of other origins, and those whose name was made to lead
 * here.
 */
final class Access {

  private static final List<String> OPEN = List.of("health", "live");
  private static final String BEARER = "bearer ";

  private final Optional<BearerToken> token;

  Access(Optional<BearerToken> token) {
    this.token = token;
  }

  /** Throws what a request is refused with, if it is. */
  void check(List<String> path, HttpHeaders headers) {
    if (path.equals(OPEN)) {
      return;
    }
    if (token.isPresent()) {
      checkToken(token.get(), headers.get("authorization", ""));
    } else {
      checkHost(headers.get("host", ""));
    }
    checkOrigin(headers.get("origin"), headers.get("host", ""));
  }

  private static void checkToken(BearerToken token, String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw unauthorized("A bearer token is needed: that of http.token-file.", "Bearer");
    }
    if (!token.matches(authorization.substring(BEARER.length()).strip())) {
      throw unauthorized("This is not the token.", "Bearer error=\"invalid_token\"");
    }
  }

  /** A name that somebody else's name server leads here stands in the header as that name. */
  private static void checkHost(String host) {
    try {
      String name = HostAndPort.fromString(host).getHost();
      if (name.equals("localhost") || InetAddresses.isInetAddress(name)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw foreignHost();
    }
    throw foreignHost();
  }

  private static void checkOrigin(@Nullable String origin, String host) {
    if (origin != null && !origin.endsWith("://" + host)) {
      throw new ProblemException(403, "Pages of other origins may ask for nothing here.");
    }
  }

  private static ProblemException foreignHost() {
    return new ProblemException(
        421,
        "Without a token the Host header must be localhost or an IP address. http.token-file"
            + " allows others.");
  }

  private static ProblemException unauthorized(String detail, String challenge) {
    return new ProblemException(401, detail, Map.of("www-authenticate", challenge));
  }
}
