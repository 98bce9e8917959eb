package dev.bifrost.supervisor.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be configured.
 *
 * @param name its spelling in the configuration file
 * @param form how its values are written
 * @param fallback its value where none is written
 * @param meaning what it is, one clause for people
 */
record Key<T>(String name, Form<T> form, Fallback<T> fallback, String meaning) {

  /** What the name of every environment variable of ours begins with. */
  static final String PREFIX = "BIFROST_";

  /**
   * A default.
   *
   * @param text for people: the value or how it is found
   * @param value finds it; empty where nothing is the default
   */
  record Fallback<T>(String text, Function<Values, Optional<T>> value) {}

  /** A key whose default is written as its values are. */
  static <T> Key<T> of(String name, Form<T> form, String fallback, String meaning) {
    return new Key<>(
        name,
        form,
        new Fallback<>(
            fallback, values -> Optional.of(form.parse(Found.one(values.byDefault(), fallback)))),
        meaning);
  }

  /** A key whose default depends on the host or on other keys. */
  static <T> Key<T> of(
      String name, Form<T> form, String rule, Function<Values, T> fallback, String meaning) {
    return new Key<>(name, form, new Fallback<>(rule, fallback.andThen(Optional::of)), meaning);
  }

  /** A key that may stay without a value. */
  static <T> Key<T> optional(String name, Form<T> form, String rule, String meaning) {
    return new Key<>(name, form, new Fallback<>(rule, values -> Optional.empty()), meaning);
  }

  /** The environment variable that sets it: {@code redis.uri} is {@code BIFROST_REDIS_URI}. */
  String variable() {
    return variable(name);
  }

  static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
