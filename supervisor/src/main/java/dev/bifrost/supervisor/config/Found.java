package dev.bifrost.supervisor.config;

import java.util.List;

/**
 * A value as it was written, before it is understood.
 *
 * @param origin where
 * @param items the text of one value, or the texts of a list
 * @param list whether it was written as a list
 */
record Found(Origin origin, List<String> items, boolean list) {

  Found {
    items = List.copyOf(items);
  }

  static Found one(Origin origin, String text) {
    return new Found(origin, List.of(text), false);
  }

  static Found many(Origin origin, List<String> items) {
    return new Found(origin, items, true);
  }

  /** Whether it says nothing, which is the same as not being there. */
  boolean blank() {
    return !list && items.get(0).isBlank();
  }
}
