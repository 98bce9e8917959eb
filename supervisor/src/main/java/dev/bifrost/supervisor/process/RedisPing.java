package dev.bifrost.supervisor.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server on this host whether it serves us; without a client library. */
enum RedisPing {
  /** It serves. */
  SERVES,
  /** It is ours and reads its data. */
  LOADING,
  /** It answers, but not as one of ours would. */
  STRANGER,
  /** Nobody answers. */
  SILENT;

  private static final int TIMEOUT_MILLISECONDS = 1_000;

  static RedisPing of(int port, String password) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLISECONDS);
      socket.setSoTimeout(TIMEOUT_MILLISECONDS);
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      if (!"+OK".equals(answers.readLine())) {
        return STRANGER;
      }
      String pong = answers.readLine();
      if (pong != null && pong.startsWith("-LOADING")) {
        return LOADING;
      }
      return "+PONG".equals(pong) ? SERVES : STRANGER;
    } catch (IOException e) {
      return SILENT;
    }
  }
}
