package dev.bifrost.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns source into class files: from the cache on disk where it has them, else by compiling. */
final class Compilations {

  private final SourceCompiler compiler;
  private final Libraries libraries;
  private final Optional<CompilationCache> cache;
  private boolean surveyed;
  private Optional<String> surroundings = Optional.empty();
  private int compiled;

  Compilations(SourceCompiler compiler, Libraries libraries, Optional<CompilationCache> cache) {
    this.compiler = compiler;
    this.libraries = libraries;
    this.cache = cache;
  }

  /**
   * The class files of the sources.
   *
   * @param hash that of all sources together
   * @param modules those that are compiled in count as used
   * @throws Refusal if they do not compile
   * @throws ModuleException if a module cannot be had
   */
  Compiled of(List<SourceText> units, String hash, ModuleUse modules) throws Refusal {
    Optional<String> key = cache.flatMap(there -> key(units, hash));
    if (cache.isEmpty() || key.isEmpty()) {
      return compile(units, modules);
    }
    Optional<Compiled> kept = cache.get().read(key.get());
    if (kept.isPresent() && modules.adopt(kept.get().modules())) {
      return kept.get();
    }
    Compiled fresh = compile(units, modules);
    cache.get().write(key.get(), fresh);
    return fresh;
  }

  /** How often the compiler was needed. */
  int count() {
    return compiled;
  }

  private Compiled compile(List<SourceText> units, ModuleUse modules) throws Refusal {
    compiled++;
    return new Compiled(compiler.compile(units, modules), modules.hashes());
  }

  /** The modules are no part of it: which they are is known only when they are compiled. */
  private Optional<String> key(List<SourceText> units, String hash) {
    if (!surveyed) {
      surveyed = true;
      surroundings =
          libraries
              .fingerprint()
              .map(
                  classPath ->
                      Runtime.version() + " " + SourceCompiler.OPTIONS + " " + classPath + " ");
    }
    String names = units.stream().map(SourceText::getName).collect(Collectors.joining("/"));
    return surroundings.map(
        text -> Sha256.of((text + names + " " + hash).getBytes(StandardCharsets.UTF_8)));
  }
}
