package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A file with one context on each line. */
final class JsonLines {

  private JsonLines() {}

  /**
   * Reads and checks all lines; empty ones are skipped.
   *
   * @throws CommandFailure at the first line that cannot be sent, with its number
   */
  static List<Submission> read(Path file, Optional<QueueName> queue) {
    List<Submission> submissions = new ArrayList<>();
    try (BufferedReader lines = open(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          submissions.add(submission(file + " line " + number, line, queue));
        }
      }
    } catch (IOException e) {
      throw Submission.refused("--file " + file, "it cannot be read (" + e + ").", e);
    }
    return submissions;
  }

  private static BufferedReader open(Path file) throws IOException {
    return file.toString().equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(file);
  }

  private static Submission submission(String source, String line, Optional<QueueName> queue) {
    try {
      if (Json.read(line) instanceof ObjectNode context) {
        return Submission.of(source, context, queue);
      }
    } catch (MalformedJsonException e) {
      throw Submission.refused(source, "it is not valid JSON: " + e.getMessage() + ".", e);
    }
    throw new CommandFailure(ExitCode.USAGE, source + " must be a JSON object. Nothing was sent.");
  }
}
