package dev.bifrost.child;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a child runs while its JVM writes down which classes it needs: a few executions that touch
 * what most executions touch, out of a Redis that is a thread of the child's own. Its input ends
 * after them, and so the child leaves in good order.
 */
final class Rehearsal {

  private static final String SOURCE =
      """
      {"workflow_code": "import java.util.Map; import org.slf4j.LoggerFactory; \
      class Scene { public static Map<String, Object> run(int number, String text) { \
      System.out.println(text); LoggerFactory.getLogger(\\"scene\\").info(\\"{}\\", number); \
      int twice = 2 * number; return Map.of(\\"twice\\", twice, \\"text\\", text); } }", \
      "parameters": {"number": 21, "text": "line"}, "timeout_seconds": 60}""";
  private static final String FAILURE =
      """
      {"workflow_code": "class Failure { public static int run(int number) { \
      throw new IllegalStateException(\\"as it should\\"); } }", "parameters": {"number": 1}}""";
  private static final String COMMAND =
      """
      {"function_name": "bifrost.Command", "parameters": {"command": ["true"]}}""";
  private static final String CLASS =
      """
      {"function_name": "java.lang.Integer::toHexString", "parameters": {"i": 255}}""";

  /** By ID; what is not among them has no context, which is a scene as well. */
  private static final Map<String, String> SCENES =
      Map.of("source", SOURCE, "failure", FAILURE, "command", COMMAND, "class", CLASS);

  private final ServerSocket redis;

  private Rehearsal(ServerSocket redis) {
    this.redis = redis;
  }

  /** Opens the stage: a port on loopback that only this process knows. */
  static Rehearsal open() throws IOException {
    Rehearsal rehearsal = new Rehearsal(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(rehearsal::serve, "child-rehearsal");
    thread.setDaemon(true);
    thread.start();
    return rehearsal;
  }

  /** What a supervisor would write to the child. */
  InputStream commands() {
    String lines =
        "!configure {\"redis_uri\":\"redis://"
            + redis.getInetAddress().getHostAddress()
            + ":"
            + redis.getLocalPort()
            + "\"}\n"
            + "!attempt source 1\n!secrets source {}\n!lease source 60000\nsource\n"
            + "failure\ncommand\nclass\nmissing\nsource\n";
    return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
  }

  private void serve() {
    try (Socket client = redis.accept()) {
      DataInputStream questions =
          new DataInputStream(new BufferedInputStream(client.getInputStream()));
      while (true) {
        client.getOutputStream().write(answer(question(questions)));
      }
    } catch (IOException e) {
      // The child has closed its connection: it needs no more answers.
    }
  }

  /** The words of one command: an array of strings, each with its length before it. */
  private static String[] question(DataInputStream questions) throws IOException {
    String[] words = new String[length(questions)];
    for (int i = 0; i < words.length; i++) {
      byte[] word = new byte[length(questions)];
      questions.readFully(word);
      questions.skipNBytes(2);
      words[i] = new String(word, StandardCharsets.UTF_8);
    }
    return words;
  }

  private static int length(DataInputStream questions) throws IOException {
    questions.readByte(); // The kind of what follows.
    int length = 0;
    for (byte next = questions.readByte(); next != '\r'; next = questions.readByte()) {
      length = 10 * length + next - '0';
    }
    questions.readByte();
    return length;
  }

  private static byte[] answer(String[] question) {
    String answer =
        switch (question[0]) {
          case "GET" -> context(question[1]);
          case "SMEMBERS" -> "*0\r\n";
          default -> "+OK\r\n";
        };
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private static String context(String key) {
    String[] parts = key.split(":", -1);
    String context = SCENES.get(parts[parts.length - 2]);
    return context == null ? "$-1\r\n" : "$" + context.length() + "\r\n" + context + "\r\n";
  }
}
