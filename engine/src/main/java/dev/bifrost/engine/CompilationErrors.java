package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * Why a source does not compile, as text: every error with file, line and column, the message, the
 * line of source and a caret below the place.
 *
 * @param fileName what the whole of it is called
 * @param words what the compiler said beside its diagnostics
 */
record CompilationErrors(
    String fileName, List<Diagnostic<? extends JavaFileObject>> diagnostics, String words) {

  private static final int MOST_ERRORS = 20;
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST_MESSAGE = 2_000;

  Refusal refusal() {
    List<Diagnostic<? extends JavaFileObject>> errors =
        diagnostics.stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR).toList();
    StringBuilder text = new StringBuilder();
    if (errors.isEmpty()) {
      text.append(fileName).append(" does not compile; nothing was run.\n");
      text.append(Cut.end(words.strip(), LONGEST_MESSAGE));
      return new Refusal(ErrorType.COMPILATION_ERROR, text.toString());
    }
    text.append(fileName)
        .append(" does not compile (")
        .append(errors.size() == 1 ? "1 error" : errors.size() + " errors")
        .append("); nothing was run.");
    errors.stream().limit(MOST_ERRORS).forEach(error -> append(text, error));
    if (errors.size() > MOST_ERRORS) {
      text.append("\n… and ").append(errors.size() - MOST_ERRORS).append(" more");
    }
    return new Refusal(ErrorType.COMPILATION_ERROR, text.toString());
  }

  private void append(StringBuilder text, Diagnostic<? extends JavaFileObject> error) {
    SourceText unit = error.getSource() instanceof SourceText source ? source : null;
    text.append('\n').append(unit == null ? fileName : unit.getName());
    boolean placed = unit != null && error.getPosition() != Diagnostic.NOPOS;
    if (placed) {
      text.append(':').append(error.getLineNumber()).append(':').append(error.getColumnNumber());
    }
    text.append(": ").append(Cut.end(error.getMessage(Locale.ENGLISH), LONGEST_MESSAGE));
    if (unit != null && placed) {
      appendPlace(text, unit.text(), (int) error.getPosition());
    }
  }

  private static void appendPlace(StringBuilder text, String source, int position) {
    int at = Math.min(position, source.length());
    int start = at;
    while (start > 0 && !isLineEnd(source.charAt(start - 1))) {
      start--;
    }
    int end = at;
    while (end < source.length() && !isLineEnd(source.charAt(end))) {
      end++;
    }
    // A line of a generated source can be the whole source: show what is around the place.
    int from = Math.max(start, at - LONGEST_LINE / 2);
    int to = Math.min(end, from + LONGEST_LINE);
    String before = source.substring(from, at).replace('\t', ' ');
    text.append("\n    ").append(before).append(source.substring(at, to).replace('\t', ' '));
    text.append("\n    ").append(" ".repeat(before.length())).append('^');
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
