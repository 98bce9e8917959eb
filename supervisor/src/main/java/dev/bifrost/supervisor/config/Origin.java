package dev.bifrost.supervisor.config;

import java.nio.file.Path;

/**
 * Where a value was written.
 *
 * @param text for people: {@code --redis}, {@code BIFROST_REDIS_URI}, {@code bifrost.yaml line 3},
 *     {@code default}
 * @param base the folder that a relative path in the value is relative to
 */
record Origin(String text, Path base) {

  @Override
  public String toString() {
    return text;
  }
}
