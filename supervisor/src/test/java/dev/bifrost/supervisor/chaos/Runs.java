package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the workflow itself wrote down about its runs, by attempt. */
record Runs(Map<Integer, List<Note>> attempts) {

  /**
   * One line.
   *
   * @param what start, beat or end
   * @param at monotonic time of the host
   * @param pid of the child
   */
  record Note(String what, long at, long pid) {}

  static Runs read(Path folder, ExecutionId id) {
    Map<Integer, List<Note>> attempts = new TreeMap<>();
    for (String line : text(folder, id).lines().toList()) {
      String[] words = line.split(" ", -1);
      attempts
          .computeIfAbsent(Integer.valueOf(words[1]), any -> new ArrayList<>())
          .add(new Note(words[0], Long.parseLong(words[2]), Long.parseLong(words[3])));
    }
    return new Runs(attempts);
  }

  static String text(Path folder, ExecutionId id) {
    try {
      return Files.readString(folder.resolve(id.value()), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new AssertionError("What " + id + " wrote cannot be read", e);
    }
  }

  /** What must not be: a run beside another, a run twice, a result of a run that did not end. */
  List<String> problems(int finished) {
    List<String> problems = new ArrayList<>();
    long before = Long.MIN_VALUE;
    for (Map.Entry<Integer, List<Note>> attempt : attempts.entrySet()) {
      List<Note> notes = attempt.getValue();
      if (count(notes, "start") != 1) {
        problems.add(
            "attempt " + attempt.getKey() + " started " + count(notes, "start") + " times");
      }
      long first = notes.stream().mapToLong(Note::at).min().orElseThrow();
      if (before != Long.MIN_VALUE && first - before < 0) {
        problems.add(
            "attempt "
                + attempt.getKey()
                + " started "
                + (before - first) / 1_000_000
                + " ms before an earlier one had ended");
      }
      before = Math.max(before, notes.stream().mapToLong(Note::at).max().orElseThrow());
    }
    if (count(attempts.getOrDefault(finished, List.of()), "end") != 1) {
      problems.add("attempt " + finished + " has a result and did not end");
    }
    return problems;
  }

  private static long count(List<Note> notes, String what) {
    return notes.stream().filter(note -> note.what().equals(what)).count();
  }
}
