package dev.bifrost.child.stdio;

import dev.bifrost.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The bytes of the message {@code ready}, made without a JSON library: loading one would double the
 * time to this message, and the first execution can wait for it in the background.
 */
public final class ReadyFrame {

  private ReadyFrame() {}

  /**
   * The whole frame.
   *
   * @param version anything but printable ASCII without quotes and backslashes is left out
   */
  public static byte[] of(long pid, String version, Duration startup) {
    String plain = version.replaceAll("[^ -~]|[\"\\\\]", "");
    String frame =
        (char) MessageCodec.START
            + "{\"type\":\"ready\",\"pid\":"
            + pid
            + ",\"version\":\""
            + plain
            + "\",\"startup_ms\":"
            + startup.toMillis()
            + "}"
            + (char) MessageCodec.END;
    return frame.getBytes(StandardCharsets.US_ASCII);
  }
}
