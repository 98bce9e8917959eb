package dev.bifrost.supervisor.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The floor's child: reads an ID, gets its context, answers with a line. Nothing else. */
public final class FloorChild {

  private static final String ANSWER = " {\"answer\":\"" + "x".repeat(86) + "\"}\n";

  private FloorChild() {}

  /** Takes the address of Redis; runs until the end of its input. */
  @SuppressWarnings("SystemOut") // Its pipe.
  public static void main(String[] arguments) throws IOException {
    OutputStream out = System.out;
    try (Wire redis = Wire.open(arguments[0])) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String id = in.readLine(); id != null; id = in.readLine()) {
        if (redis.call("GET", FloorMain.execution(id, "context")) == null) {
          throw new IOException("No context of " + id);
        }
        out.write((id + ANSWER).getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    }
  }
}
