package dev.bifrost.engine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one compiled source. They come before classes of the same name on the class path:
 * who sends code means that code.
 */
final class CompiledClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;

  /**
   * @param classes class files by binary name
   * @param parent the loader of the libraries
   */
  CompiledClassLoader(Map<String, byte[]> classes, ClassLoader parent) {
    super("bifrost-source", parent);
    this.classes = Map.copyOf(classes);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** Class files too, for libraries that read the code of their callers. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    String suffix = ".class";
    if (name.endsWith(suffix)) {
      String className = name.substring(0, name.length() - suffix.length()).replace('/', '.');
      byte[] bytes = classes.get(className);
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return super.getResourceAsStream(name);
  }
}
