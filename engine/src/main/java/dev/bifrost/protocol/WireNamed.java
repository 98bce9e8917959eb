package dev.bifrost.protocol;

import java.util.Arrays;
import java.util.stream.Collectors;

/** An enum constant with a spelling of its own in JSON and Redis. */
public interface WireNamed {

  /** The spelling in JSON and Redis. */
  String wireName();

  /**
   * The constant with this spelling.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  static <E extends Enum<E> & WireNamed> E parse(Class<E> type, String wireName) {
    E[] constants = type.getEnumConstants();
    for (E constant : constants) {
      if (constant.wireName().equals(wireName)) {
        return constant;
      }
    }
    String allowed = Arrays.stream(constants).map(E::wireName).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "\"" + wireName + "\" is unknown here. Allowed are: " + allowed + ".");
  }
}
