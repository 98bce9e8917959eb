package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Classes of shared modules for one loader, found by name and compiled when they are first asked
 * for. Any thread.
 */
final class ModuleClasses {

  private final ModuleUse modules;
  private final SourceCompiler compiler;
  private final Map<String, byte[]> compiled = new HashMap<>();

  /**
   * @param compiler sees what the loader sees
   */
  ModuleClasses(ModuleUse modules, SourceCompiler compiler) {
    this.modules = modules;
    this.compiler = compiler;
  }

  /**
   * The class file; null if no module declares the class.
   *
   * @throws ModuleException if that cannot be known, or if the module does not compile
   */
  synchronized byte @Nullable [] find(String className) {
    byte[] bytes = compiled.get(className);
    if (bytes != null) {
      return bytes;
    }
    Optional<SharedModule> module = ModulePath.ofClass(className).flatMap(modules::take);
    if (module.isEmpty()) {
      return null;
    }
    try {
      Map<String, byte[]> classes =
          compiler.compile(
              List.of(new SourceText(module.get().path().value(), module.get().content())),
              modules);
      // What was given to the loader already stays as it is.
      classes.forEach(compiled::putIfAbsent);
    } catch (Refusal e) {
      throw new ModuleException(e.type(), String.valueOf(e.getMessage()));
    }
    return compiled.get(className);
  }
}
