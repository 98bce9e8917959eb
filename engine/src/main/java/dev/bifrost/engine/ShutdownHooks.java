package dev.bifrost.engine;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What user code wants run when the JVM ends. The JDK tells nobody, so it is read from its field;
 * where that is closed (a JVM without {@code --add-opens java.base/java.lang}), there is nothing to
 * see.
 */
final class ShutdownHooks {

  private final Set<Thread> before = hooks();

  private ShutdownHooks() {}

  /** Those that there are already. */
  static ShutdownHooks now() {
    return new ShutdownHooks();
  }

  /**
   * Takes those away that were added since.
   *
   * @return one sentence for each
   */
  List<String> remove() {
    List<String> warnings = new ArrayList<>();
    for (Thread hook : hooks()) {
      if (!before.contains(hook) && Runtime.getRuntime().removeShutdownHook(hook)) {
        warnings.add(
            "The execution added the shutdown hook \""
                + Cut.end(hook.getName(), 200)
                + "\" ("
                + hook.getClass().getName()
                + "); it was removed and will not run.");
      }
    }
    return warnings;
  }

  private static Set<Thread> hooks() {
    try {
      Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      if (!field.trySetAccessible() || !(field.get(null) instanceof Map<?, ?> hooks)) {
        return Set.of();
      }
      List<Thread> threads = new ArrayList<>();
      for (Object hook : List.copyOf(hooks.keySet())) {
        threads.add((Thread) hook);
      }
      return Set.copyOf(threads);
    } catch (ReflectiveOperationException | IllegalStateException e) {
      return Set.of();
    }
  }
}
