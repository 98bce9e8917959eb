package dev.bifrost.supervisor.redis;

import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A Lua script that Redis runs as one step. Needs keys of one slot only, and Redis 6.2 or later.
 */
public final class Script {

  private static final String PRELUDE = read("prelude");

  private final String text;
  private final String digest;

  private Script(String text) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The script in the resource {@code name.lua} beside this class, after the common prelude. */
  public static Script load(String name) {
    return new Script(PRELUDE + read(name));
  }

  /** The same for a script that needs to know the limits of a queue. */
  public static Script loadWithLimits(String name) {
    return new Script(PRELUDE + read("limits") + read(name));
  }

  String text() {
    return text;
  }

  /** The name under which Redis keeps it once it has seen it. */
  String digest() {
    return digest;
  }

  private static String read(String name) {
    String resource = name + ".lua";
    try (InputStream in =
        Objects.requireNonNull(Script.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + resource + " cannot be read", e);
    }
  }
}
