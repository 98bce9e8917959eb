package dev.bifrost.engine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * The classes of compiled sources. They come before classes of the same name on the class path: who
 * sends code means that code. Behind both come those of shared modules that are first asked for
 * while the code runs.
 */
final class CompiledClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;
  private final ModuleClasses modules;

  /**
   * @param classes class files by binary name
   * @param parent the loader of the libraries
   */
  CompiledClassLoader(Map<String, byte[]> classes, ClassLoader parent, ModuleClasses modules) {
    super("bifrost-source", parent);
    this.classes = Map.copyOf(classes);
    this.modules = modules;
  }

  /** A loader of the same classes, of which one method tells its local variables. */
  Optional<CompiledClassLoader> telling(Method method) {
    String declaring = method.getDeclaringClass().getName();
    byte[] plain = classes.get(declaring);
    if (plain == null) {
      return Optional.empty();
    }
    return LocalsProbe.into(plain, method.getName(), Type.getMethodDescriptor(method))
        .map(
            telling -> {
              Map<String, byte[]> others = new HashMap<>(classes);
              others.put(declaring, telling);
              return new CompiledClassLoader(others, getParent(), modules);
            });
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = classes.get(name);
      if (bytes != null) {
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
    try {
      return getParent() instanceof LibraryClassLoader libraries
          ? libraries.loadWithoutModules(name)
          : getParent().loadClass(name);
    } catch (ClassNotFoundException e) {
      return moduleClass(name, e);
    }
  }

  private Class<?> moduleClass(String name, ClassNotFoundException absent)
      throws ClassNotFoundException {
    // Found outside of the lock: a module may need another one, on another thread's lock.
    byte[] bytes = modules.find(name);
    if (bytes == null) {
      throw absent;
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
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
