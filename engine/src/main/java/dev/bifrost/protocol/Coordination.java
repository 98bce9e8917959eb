package dev.bifrost.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an execution has to do with others.
 *
 * @param concurrencyKey what it shares with others of which only so many may run at once; null if
 *     it shares nothing
 * @param concurrencyLimit how many of them may run at once, 1 or more
 * @param idempotencyKey what it has in common with others of which only the first runs; null if
 *     nothing
 * @param fingerprint names its code: the same code, or the same entry point, has the same
 */
public record Coordination(
    @Nullable String concurrencyKey,
    int concurrencyLimit,
    @Nullable String idempotencyKey,
    KeyDigest fingerprint) {

  /** The digest of its concurrency key. */
  public Optional<KeyDigest> concurrency() {
    return Optional.ofNullable(concurrencyKey).map(KeyDigest::of);
  }

  /** The digest of its idempotency key. */
  public Optional<KeyDigest> idempotency() {
    return Optional.ofNullable(idempotencyKey).map(KeyDigest::of);
  }

  /** The fingerprint of the code that runs for these fields of a context. */
  static KeyDigest fingerprint(
      @Nullable String code, @Nullable String file, @Nullable String function) {
    if (code != null) {
      return KeyDigest.of("code\0" + code);
    }
    return KeyDigest.of("file\0" + file + "\0" + function);
  }
}
