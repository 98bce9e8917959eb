package dev.bifrost.protocol;

import tools.jackson.databind.JsonNode;

/**
 * A piece of JSON that is passed on and not looked into.
 *
 * @param text one valid JSON value
 */
public record JsonText(String text) {

  /** The JSON {@code null}. */
  public static final JsonText NULL = new JsonText("null");

  /** The empty object. */
  public static final JsonText EMPTY_OBJECT = new JsonText("{}");

  /** The text of a tree. */
  public static JsonText of(JsonNode node) {
    return node.isNull() ? NULL : new JsonText(node.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
