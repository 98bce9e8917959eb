package dev.bifrost.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loaded code, ready to be looked into for its entry point. Kept from execution to execution, with
 * whatever is derived from its classes, so that all of it can be let go of together.
 */
final class Code {

  private final String description;
  private final ClassLoader loader;
  private final List<String> unit;
  private final ModuleUse modules;
  private final Map<String, Code> telling = new HashMap<>();
  private @Nullable UserJson json;

  /**
   * @param description where it comes from, for messages
   * @param loader the loader of its classes
   * @param unit binary names of the classes of the compilation unit; empty for code that is more
   *     than one
   * @param modules those that it uses, now and later
   */
  Code(String description, ClassLoader loader, List<String> unit, ModuleUse modules) {
    this.description = description;
    this.loader = loader;
    this.unit = List.copyOf(unit);
    this.modules = modules;
  }

  String description() {
    return description;
  }

  ClassLoader loader() {
    return loader;
  }

  List<String> unit() {
    return unit;
  }

  /**
   * Whether all modules that it uses still are what they were.
   *
   * @throws ModuleException if it cannot be known
   */
  boolean isCurrent() {
    return modules.isCurrent();
  }

  /**
   * The same code with classes of its own, of which this method tells its local variables. This
   * code itself, if that cannot be made.
   */
  synchronized Code telling(Method method) {
    return telling.computeIfAbsent(
        method.toGenericString(),
        name ->
            loader instanceof CompiledClassLoader compiled
                ? compiled
                    .telling(method)
                    .map(other -> new Code(description, other, unit, modules))
                    .orElse(this)
                : this);
  }

  /** Conversions between JSON and these classes. One execution's thread at a time. */
  synchronized UserJson json() {
    if (json == null) {
      json = new UserJson(loader);
    }
    return json;
  }

  /** Closes the files that the loader holds open, if it is one that does. */
  void release() {
    if (loader instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
