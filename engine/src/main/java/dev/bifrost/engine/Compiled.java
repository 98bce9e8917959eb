package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import java.util.Map;

/**
 * What became of a source.
 *
 * @param classes class files by binary name, those of the modules that it refers to included
 * @param modules the hashes of the modules that were compiled into it, by path
 */
record Compiled(Map<String, byte[]> classes, Map<ModulePath, String> modules) {

  /** Copies both. */
  Compiled {
    classes = Map.copyOf(classes);
    modules = Map.copyOf(modules);
  }
}
