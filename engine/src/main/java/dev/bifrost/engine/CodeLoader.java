package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads the code that a context names: the class path's, a source's, that of a file or a folder
 * under the workspace, or a shared module's. The same code again costs nothing, unless a module
 * that it uses has changed: then it is loaded anew, with all that refers to it. One execution's
 * thread at a time.
 */
final class CodeLoader {

  private static final int MOST_KEPT = 64;
  private static final int MOST_SOURCES = 2_000;

  private final Workspace workspace;
  private final KnownModules modules;
  private final Libraries libraries;
  private final SourceCompiler compiler;
  private final Compilations compilations;
  private final CodeCache cache = new CodeCache(MOST_KEPT);

  CodeLoader(EngineSettings settings) {
    this.workspace = new Workspace(settings.workspace());
    this.modules = new KnownModules(settings.shared().modules(), System::nanoTime);
    this.libraries = new Libraries(settings.classes(), modules);
    this.compiler = new SourceCompiler(settings.classes());
    this.compilations =
        new Compilations(compiler, libraries, settings.cache().map(CompilationCache::new));
  }

  /**
   * @throws Refusal if there is no such code, if it does not compile, if it is not the code whose
   *     hash the context names, or if a module that it needs cannot be had
   */
  Code load(ExecutionContext context) throws Refusal {
    try {
      if (libraries.dropIfStale()) {
        cache.clear();
      }
      return find(context);
    } catch (ModuleException e) {
      throw e.refusal();
    }
  }

  /** Lets go of this code, so that the next execution loads it anew. */
  void forget(Code code) {
    cache.forget(code);
    libraries.forget(code);
  }

  /** Lets go of all code. */
  void close() {
    cache.clear();
    libraries.close();
  }

  /** How often the compiler was needed. */
  int compilations() {
    return compilations.count();
  }

  private Code find(ExecutionContext context) throws Refusal {
    String source = context.workflowCode();
    if (source != null) {
      SourceText unit = new SourceText(SourceName.of(source), source);
      return compiled("workflow_code", List.of(unit), context.contentHash());
    }
    String path = context.filePath();
    if (path == null) {
      return named(context);
    }
    Path file = workspace.resolve(path, "file_path", ErrorType.WORKFLOW_NOT_FOUND);
    if (path.endsWith(".jar")) {
      return jar(file, path, context.contentHash());
    }
    if (path.endsWith(".java")) {
      SourceText unit = new SourceText(String.valueOf(file.getFileName()), text(file, path));
      return compiled(path, List.of(unit), context.contentHash());
    }
    if (Files.isDirectory(file)) {
      return compiled(path, sources(file, path), context.contentHash());
    }
    throw new Refusal(
        ErrorType.WORKFLOW_NOT_FOUND,
        "file_path: \""
            + path
            + "\" is neither a .java file nor a folder of them nor a .jar, and nothing else can be"
            + " run; nothing was run.");
  }

  /** A class that is named alone: the class path's, else a shared module's. */
  private Code named(ExecutionContext context) throws Refusal {
    String function = String.valueOf(context.functionName());
    int colons = function.indexOf("::");
    String type = colons < 0 ? function : function.substring(0, colons);
    if (!libraries.declare(type)) {
      // A member class may be written with dots throughout.
      for (String name = type; !name.isEmpty(); name = outer(name)) {
        Optional<SharedModule> module = ModulePath.ofClass(name).flatMap(modules::find);
        if (module.isPresent()) {
          ModulePath path = module.get().path();
          SourceText unit = new SourceText(path.value(), module.get().content());
          return compiled("the module " + path, List.of(unit), context.contentHash());
        }
      }
    }
    return libraries.shared();
  }

  private static String outer(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private Code compiled(String what, List<SourceText> units, @Nullable String wanted)
      throws Refusal {
    String hash = hash(units);
    Sha256.check(what, hash, wanted);
    record Fingerprint(List<String> names, String hash) {}
    Fingerprint fingerprint =
        new Fingerprint(units.stream().map(SourceText::getName).toList(), hash);
    Code known = current(fingerprint);
    if (known != null) {
      return known;
    }
    ModuleUse uses = new ModuleUse(modules);
    Compiled compiled = compilations.of(units, hash, uses);
    Code code =
        new Code(
            what,
            new CompiledClassLoader(
                compiled.classes(), libraries.shared().loader(), new ModuleClasses(uses, compiler)),
            own(compiled),
            uses);
    cache.put(fingerprint, code);
    return code;
  }

  /** The classes of the sources themselves, without those of the modules that they refer to. */
  private static List<String> own(Compiled compiled) {
    return compiled.classes().keySet().stream()
        .filter(
            name ->
                ModulePath.ofClass(name)
                    .filter(path -> compiled.modules().containsKey(path))
                    .isEmpty())
        .sorted()
        .toList();
  }

  /** That of the one source; for several, that of their names and hashes. */
  private static String hash(List<SourceText> units) {
    if (units.size() == 1) {
      return Sha256.of(units.get(0).text().getBytes(StandardCharsets.UTF_8));
    }
    String all =
        units.stream()
            .map(
                unit ->
                    Sha256.of(unit.text().getBytes(StandardCharsets.UTF_8))
                        + "  "
                        + unit.getName()
                        + "\n")
            .collect(Collectors.joining());
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private Code jar(Path file, String path, @Nullable String wanted) throws Refusal {
    if (wanted != null) {
      Sha256.check(path, Sha256.of(read(file, path)), wanted);
    }
    // By its attributes: to read a large jar for every execution would cost more than to run it.
    record Fingerprint(Path file, long size, FileTime modified) {}
    Fingerprint fingerprint;
    try {
      fingerprint = new Fingerprint(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    Code known = current(fingerprint);
    if (known != null) {
      return known;
    }
    Code code = libraries.with(file, path);
    cache.put(fingerprint, code);
    return code;
  }

  private @Nullable Code current(Object fingerprint) {
    Code known = cache.get(fingerprint);
    if (known == null || known.isCurrent()) {
      return known;
    }
    cache.forget(known);
    return null;
  }

  private static List<SourceText> sources(Path folder, String path) throws Refusal {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
              .sorted()
              .limit(MOST_SOURCES + 1L)
              .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (files.isEmpty() || files.size() > MOST_SOURCES) {
      throw new Refusal(
          ErrorType.WORKFLOW_NOT_FOUND,
          "file_path: \""
              + path
              + (files.isEmpty() ? "\" is a folder without" : "\" is a folder with too many")
              + " .java files. Allowed are 1 to "
              + MOST_SOURCES
              + "; nothing was run.");
    }
    List<SourceText> units = new ArrayList<>();
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      units.add(new SourceText(name, text(file, path + "/" + name)));
    }
    return units;
  }

  private static String text(Path file, String path) throws Refusal {
    return new String(read(file, path), StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file, String path) throws Refusal {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Refusal unreadable(String path, IOException cause) {
    return new Refusal(
        ErrorType.WORKFLOW_NOT_FOUND,
        "file_path: \"" + path + "\" cannot be read (" + cause + "); nothing was run.");
  }
}
