package dev.bifrost.supervisor.config;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The form of a single value.
 *
 * @param allowed what is allowed
 * @param parser understands the text; an {@link IllegalArgumentException} refuses it
 * @param printer the text that is parsed to the same value
 * @param mask hides what is secret in such a text
 */
record ScalarForm<T>(
    String allowed, Parser<T> parser, Function<T, String> printer, UnaryOperator<String> mask)
    implements Form<T> {

  /** Understands the text of a value; {@code base} is what a relative path is relative to. */
  interface Parser<T> {
    T parse(String text, Path base);
  }

  static <T> ScalarForm<T> of(
      String allowed, Function<String, T> parser, Function<T, String> printer) {
    return new ScalarForm<>(
        allowed, (text, base) -> parser.apply(text), printer, UnaryOperator.identity());
  }

  ScalarForm<T> masked(UnaryOperator<String> secret) {
    return new ScalarForm<>(allowed, parser, printer, secret);
  }

  @Override
  public T parse(Found found) {
    if (found.list()) {
      throw new IllegalArgumentException("is a list. Allowed is one value: " + allowed + ".");
    }
    return parse(found.items().get(0).strip(), found.origin().base());
  }

  T parse(String text, Path base) {
    try {
      return parser.parse(text, base);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is \"" + mask.apply(text) + "\". Allowed is " + allowed + ".", e);
    }
  }

  @Override
  public String show(T value) {
    return mask.apply(printer.apply(value));
  }
}
