package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** The secret that HTTP requests have to bear. Nothing ever prints it. */
public final class BearerToken {

  private static final int LONGEST = 4_096;
  private static final Pattern ALLOWED = Pattern.compile("[!-~]{16,}");

  private final byte[] secret;

  private BearerToken(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads the token of a file; white space around it does not count.
   *
   * @throws IOException if there is no such file, or it cannot be read
   * @throws IllegalArgumentException if it holds no token; the message says what is allowed, and
   *     not what was found
   */
  public static BearerToken read(Path file) throws IOException {
    if (Files.size(file) <= LONGEST) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (ALLOWED.matcher(text).matches()) {
        return new BearerToken(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    throw new IllegalArgumentException(
        "holds no token. Allowed is one line of 16 or more ASCII characters without blanks, as"
            + " \"openssl rand -hex 32\" makes one.");
  }

  /** Whether this is the token; takes as long for one that is nearly right as for any other. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(secret, candidate.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return "***";
  }
}
