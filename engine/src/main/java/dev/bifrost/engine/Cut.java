package dev.bifrost.engine;

/** Text that is cut to a length, with a mark where something is missing. */
final class Cut {

  private static final String MARK = "… [cut]";

  private Cut() {}

  /** The head of the text; at most {@code most} characters and the mark. */
  static String end(String text, int most) {
    return text.length() <= most ? text : text.substring(0, whole(text, most)) + MARK;
  }

  /** Head and tail of the text, half each, with the count of what is missing between them. */
  static String middle(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int head = whole(text, most / 2);
    int tail = whole(text, text.length() - most / 2);
    return text.substring(0, head)
        + "\n… ["
        + (tail - head)
        + " characters cut]\n"
        + text.substring(tail);
  }

  /** The head of the text whose UTF-8 form has at most {@code most} bytes, and the mark. */
  static String endInBytes(String text, long most) {
    if (text.length() * 3L <= most || utf8Length(text) <= most) {
      return text;
    }
    long bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      bytes += utf8Length(point);
      if (bytes > most) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end) + MARK;
  }

  /** How many bytes the text has in UTF-8. */
  static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      bytes += utf8Length(point);
      i += Character.charCount(point);
    }
    return bytes;
  }

  private static int utf8Length(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }

  /** Never between the two halves of a character. */
  private static int whole(String text, int index) {
    return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index))
        ? index - 1
        : index;
  }
}
