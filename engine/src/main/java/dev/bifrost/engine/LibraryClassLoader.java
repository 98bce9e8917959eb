package dev.bifrost.engine;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Classes of jars and folders, and behind them those of shared modules: a class that is on the
 * class path comes before a module of its name.
 */
final class LibraryClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final ModuleClasses modules;
  private final Set<String> ofModules = ConcurrentHashMap.newKeySet();

  LibraryClassLoader(String name, URL[] entries, ClassLoader parent, ModuleClasses modules) {
    super(name, entries, parent);
    this.modules = modules;
  }

  /**
   * Loads a class of this loader or its parents that is none of a module: code that is compiled
   * above this loader has its own modules.
   */
  Class<?> loadWithoutModules(String name) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (ofModules.contains(name)) {
        throw new ClassNotFoundException(name);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return getParent().loadClass(name);
      } catch (ClassNotFoundException e) {
        return super.findClass(name);
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      byte[] bytes = modules.find(name);
      if (bytes == null) {
        throw e;
      }
      ofModules.add(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
