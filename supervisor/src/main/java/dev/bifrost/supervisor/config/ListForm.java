package dev.bifrost.supervisor.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a list: a YAML list, or one text with separators.
 *
 * @param item the form of each item
 * @param separator what stands between two items of a text
 * @param separatorName its name for people
 * @param least fewest items
 */
record ListForm<T>(ScalarForm<T> item, Pattern separator, String separatorName, int least)
    implements Form<List<T>> {

  static <T> ListForm<T> byCommas(ScalarForm<T> item, int least) {
    return new ListForm<>(item, Pattern.compile(","), "commas", least);
  }

  /** For items that contain commas themselves. */
  static <T> ListForm<T> bySpaces(ScalarForm<T> item, int least) {
    return new ListForm<>(item, Pattern.compile("\\s+"), "spaces", least);
  }

  @Override
  public String allowed() {
    return "a list, in one line separated by " + separatorName + ", of " + item.allowed();
  }

  @Override
  public List<T> parse(Found found) {
    List<String> texts =
        found.items().stream()
            .flatMap(text -> found.list() ? List.of(text).stream() : separator.splitAsStream(text))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    if (texts.size() < least) {
      throw new IllegalArgumentException(
          "has " + texts.size() + " items. Allowed is " + least + " or more: " + allowed() + ".");
    }
    Set<String> seen = new HashSet<>();
    for (String text : texts) {
      if (!seen.add(text)) {
        throw new IllegalArgumentException(
            "has \"" + item.mask().apply(text) + "\" twice. Allowed is each item once.");
      }
    }
    return texts.stream().map(text -> item.parse(text, found.origin().base())).toList();
  }

  @Override
  public String show(List<T> value) {
    return value.stream().map(item::show).collect(Collectors.joining(", ", "[", "]"));
  }
}
