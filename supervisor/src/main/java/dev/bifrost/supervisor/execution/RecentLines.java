package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.LogLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a running execution, bounded in number and size; one thread. */
public final class RecentLines {

  private static final int MOST_LINES = 200;
  private static final int MOST_CHARACTERS = 1 << 16;

  private final Deque<LogLine> lines = new ArrayDeque<>();
  private int characters;
  private boolean truncated;

  /** Keeps the line, and drops the oldest ones where there are too many. */
  public void add(LogLine line) {
    lines.addLast(line);
    characters += line.message().length();
    while (lines.size() > MOST_LINES || (characters > MOST_CHARACTERS && lines.size() > 1)) {
      characters -= lines.removeFirst().message().length();
      truncated = true;
    }
  }

  /** The lines in order. */
  public List<LogLine> lines() {
    return List.copyOf(lines);
  }

  /** Whether older ones were dropped. */
  public boolean isTruncated() {
    return truncated;
  }
}
