package dev.bifrost.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Java source that any workflow can import: the value of the key {@link KeySpace#module}.
 *
 * @param path its place
 * @param content the source
 * @param hash SHA-256 of the content in lower-case hex
 */
public record SharedModule(ModulePath path, String content, String hash) {

  /** Checks that nothing is missing. */
  public SharedModule {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(hash, "hash");
  }

  /** A module with the hash that its content has. */
  public static SharedModule of(ModulePath path, String content) {
    return new SharedModule(path, content, sha256(content));
  }

  /**
   * Reads what stands under the module's key. A hash that is missing is made; whether one that is
   * there fits is for {@link #isIntact} to say.
   *
   * @throws IllegalArgumentException if it is no module; the message says why
   */
  public static SharedModule parse(ModulePath path, String text) {
    JsonNode json;
    try {
      json = Json.read(text);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("it is not valid JSON: " + e.getMessage(), e);
    }
    JsonNode content = json.path("content");
    if (!content.isString()) {
      throw new IllegalArgumentException("it must be a JSON object with the text \"content\"");
    }
    String hash = json.path("hash").asString("");
    return hash.isEmpty()
        ? of(path, content.asString())
        : new SharedModule(path, content.asString(), hash.toLowerCase(Locale.ROOT));
  }

  /** The JSON object for its key. */
  public ObjectNode toJson() {
    return Json.object().put("path", path.value()).put("content", content).put("hash", hash);
  }

  /** Whether the hash is that of the content. */
  public boolean isIntact() {
    return hash.equals(sha256(content));
  }

  private static String sha256(String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
