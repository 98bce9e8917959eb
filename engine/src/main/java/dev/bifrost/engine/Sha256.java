package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fingerprint of code. */
final class Sha256 {

  private Sha256() {}

  /** In lower-case hex. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(bytes(bytes));
  }

  /** As 32 bytes. */
  static byte[] bytes(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /**
   * @param what names the code in the message
   * @param actual the code's hash
   * @param wanted the context's hash; null if it has none
   * @throws Refusal if they differ
   */
  static void check(String what, String actual, @Nullable String wanted) throws Refusal {
    if (wanted != null && !actual.equals(wanted.toLowerCase(Locale.ROOT))) {
      throw new Refusal(
          ErrorType.CODE_MISMATCH,
          "The SHA-256 of "
              + what
              + " is "
              + actual
              + ", but the context's content_hash is "
              + wanted
              + "; the code was not run.");
    }
  }
}
