package dev.bifrost.supervisor.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis with nothing in between: the protocol's bytes on a blocking socket. One
 * thread may write while another one reads.
 */
final class Wire implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  static Wire open(String uri) throws IOException {
    URI redis = URI.create(uri);
    Socket socket = new Socket(redis.getHost(), redis.getPort());
    socket.setTcpNoDelay(true);
    Wire wire = new Wire(socket);
    String user = redis.getUserInfo();
    if (user != null) {
      wire.call("AUTH", user.substring(user.indexOf(':') + 1));
    }
    return wire;
  }

  /** Writes a command, which leaves with the next {@link #flush}. */
  void send(String... words) throws IOException {
    line('*', words.length);
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      line('$', bytes.length);
      out.write(bytes);
      out.write('\r');
      out.write('\n');
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Whether an answer has begun to arrive, so that reading it hardly waits. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** The next answer: a text, a whole number, a list of such, or null. */
  @Nullable Object read() throws IOException {
    int kind = in.read();
    String line = line();
    return switch (kind) {
      case '+' -> line;
      case ':' -> Long.valueOf(line);
      case '$' -> text(Integer.parseInt(line));
      case '*' -> list(Integer.parseInt(line));
      case '-' -> throw new IOException("Redis refuses: " + line);
      default -> throw new IOException("Redis closed the connection");
    };
  }

  /** Writes a command and waits for its answer. */
  @Nullable Object call(String... words) throws IOException {
    send(words);
    flush();
    return read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void line(char kind, int number) throws IOException {
    out.write((kind + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      line.append((char) next);
    }
    in.skipNBytes(1);
    return line.toString();
  }

  private @Nullable String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(2);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private @Nullable List<@Nullable Object> list(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>(length);
    for (int index = 0; index < length; index++) {
      values.add(read());
    }
    return values;
  }
}
