package dev.bifrost.engine;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parent of every loader of user code: shows the JDK, {@code dev.bifrost.workflow} and SLF4J,
 * and hides everything else that the JVM has on its own class path.
 */
final class FilteringClassLoader extends ClassLoader {

  private static final List<String> PACKAGES = List.of("dev.bifrost.workflow", "org.slf4j");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader visible;

  /**
   * @param visible the loader that has the packages that are shown
   */
  FilteringClassLoader(ClassLoader visible) {
    super("bifrost-visible", getPlatformClassLoader());
    this.visible = visible;
  }

  /** Whether classes of the package come from the JVM's own class path. */
  static boolean shows(String packageName) {
    for (String shown : PACKAGES) {
      if (packageName.startsWith(shown)
          && (packageName.length() == shown.length()
              || packageName.charAt(shown.length()) == '.')) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (shows(packageName)) {
      return visible.loadClass(name);
    }
    if (ToolPackages.NAMES.contains(packageName)) {
      return getSystemClassLoader().loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return showsResource(name) ? visible.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return showsResource(name) ? visible.getResources(name) : Collections.emptyEnumeration();
  }

  private static boolean showsResource(String name) {
    int slash = name.lastIndexOf('/');
    return slash > 0 && shows(name.substring(0, slash).replace('/', '.'));
  }

  /**
   * Packages of the JDK that its application loader defines, such as those of the compiler. A class
   * of its own, so that they are gathered when they are first asked for.
   */
  private static final class ToolPackages {

    static final Set<String> NAMES =
        ModuleLayer.boot().modules().stream()
            .filter(module -> module.getClassLoader() == getSystemClassLoader())
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());
  }
}
