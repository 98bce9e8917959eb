package dev.bifrost.supervisor.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The floor of a child's start: says that it is ready and waits for the end of its input. */
public final class BareMain {

  private static final String READY =
      "\u001e{\"type\":\"ready\",\"pid\":1,\"version\":\"bare\",\"startup_ms\":0}\n";

  private BareMain() {}

  /** Runs until the end of its input. */
  public static void main(String[] arguments) throws IOException {
    try (OutputStream out = new FileOutputStream(FileDescriptor.out);
        InputStream in = new FileInputStream(FileDescriptor.in)) {
      out.write(READY.getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = new byte[1 << 13];
      int length = in.read(chunk);
      while (length >= 0) {
        length = in.read(chunk);
      }
    }
  }
}
