package dev.bifrost.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Stands in Redis keys for text that may be of any length and hold any character.
 *
 * @param value 32 lower-case hex digits, the head of a SHA-256
 */
public record KeyDigest(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final int BYTES = 16;

  /**
   * @throws IllegalArgumentException if it is anything but 32 hex digits
   */
  public KeyDigest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a digest of 32 hex digits: " + value);
    }
  }

  /** The digest of this text. */
  public static KeyDigest of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new KeyDigest(HexFormat.of().formatHex(digest, 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
