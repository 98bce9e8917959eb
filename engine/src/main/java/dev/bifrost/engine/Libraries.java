package dev.bifrost.engine;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The class path of workflows, loaded when it is first needed and loaded anew when it is stale. */
final class Libraries {

  private static final int MOST_SHOWN = 10;
  private static final int MOST_FILES = 20_000;

  private final WorkflowClasses classes;
  private final KnownModules modules;
  private @Nullable Code shared;

  Libraries(WorkflowClasses classes, KnownModules modules) {
    this.classes = classes;
    this.modules = modules;
  }

  /** The class path alone, shared by all executions. */
  synchronized Code shared() {
    if (shared == null) {
      ModuleUse uses = new ModuleUse(modules);
      if (classes instanceof WorkflowClasses.ClassPath path) {
        shared =
            new Code(
                path.entries().isEmpty()
                    ? "the class path, which is empty"
                    : "the class path (" + shown(path.entries()) + ")",
                loader("bifrost-class-path", path, uses),
                List.of(),
                uses);
      } else {
        ClassLoader loader = ((WorkflowClasses.Loader) classes).loader();
        shared = new Code("the classes of this JVM", loader, List.of(), uses);
      }
    }
    return shared;
  }

  /**
   * A jar with the class path behind it; beside the shared loader and not below it, so that a jar
   * can bring another version of a library.
   */
  Code with(Path jar, String description) {
    ModuleUse uses = new ModuleUse(modules);
    if (classes instanceof WorkflowClasses.ClassPath path) {
      List<Path> entries = new ArrayList<>(List.of(jar));
      entries.addAll(path.entries());
      WorkflowClasses.ClassPath whole = new WorkflowClasses.ClassPath(entries, path.visible());
      return new Code(description, loader("bifrost-jar", whole, uses), List.of(), uses);
    }
    ClassLoader loader =
        new LibraryClassLoader(
            "bifrost-jar",
            new URL[] {url(jar)},
            shared().loader(),
            new ModuleClasses(uses, new SourceCompiler(classes)));
    return new Code(description, loader, List.of(), uses);
  }

  /** Whether the class path has the class, written with dots throughout. */
  boolean declare(String name) {
    ClassLoader loader = shared().loader();
    String candidate = name;
    while (true) {
      try {
        if (loader instanceof LibraryClassLoader libraries) {
          libraries.loadWithoutModules(candidate);
        } else {
          Class.forName(candidate, false, loader);
        }
        return true;
      } catch (ClassNotFoundException e) {
        int dot = candidate.lastIndexOf('.');
        if (dot < 0) {
          return false;
        }
        candidate = candidate.substring(0, dot) + "$" + candidate.substring(dot + 1);
      } catch (LinkageError e) {
        return true; // It is there, and whoever uses it will hear what is wrong with it.
      }
    }
  }

  /**
   * Lets go of the class path if a module that its classes use has changed.
   *
   * @return whether it did; then everything that was loaded above it has to go, too
   */
  synchronized boolean dropIfStale() {
    if (shared == null || shared.isCurrent()) {
      return false;
    }
    return forget(shared);
  }

  /**
   * Lets go of the class path, if that is this code and can be loaded again. It is not closed: kept
   * sources may still refer to it.
   */
  synchronized boolean forget(Code code) {
    if (code.equals(shared) && classes instanceof WorkflowClasses.ClassPath) {
      shared = null;
      return true;
    }
    return false;
  }

  synchronized void close() {
    if (shared != null && classes instanceof WorkflowClasses.ClassPath) {
      shared.release();
    }
    shared = null;
  }

  /** What compiled sources depend on beside themselves; empty if that cannot be told cheaply. */
  Optional<String> fingerprint() {
    if (!(classes instanceof WorkflowClasses.ClassPath path)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Path entry : path.entries()) {
      try (Stream<Path> files = Files.walk(entry)) {
        List<Path> some = files.sorted().limit(MOST_FILES + 1L).toList();
        if (some.size() > MOST_FILES) {
          return Optional.empty();
        }
        for (Path file : some) {
          text.append(file).append(' ').append(Files.size(file)).append(' ');
          text.append(Files.getLastModifiedTime(file)).append('\n');
        }
      } catch (IOException e) {
        text.append(entry).append(" is not there\n");
      }
    }
    return Optional.of(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static ClassLoader loader(
      String name, WorkflowClasses.ClassPath path, ModuleUse modules) {
    return new LibraryClassLoader(
        name,
        path.entries().stream().map(Libraries::url).toArray(URL[]::new),
        new FilteringClassLoader(path.visible()),
        new ModuleClasses(modules, new SourceCompiler(path)));
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not an entry of a class path: " + entry, e);
    }
  }

  private static String shown(List<Path> entries) {
    String text =
        entries.stream().limit(MOST_SHOWN).map(Path::toString).collect(Collectors.joining(", "));
    return entries.size() > MOST_SHOWN
        ? text + " and " + (entries.size() - MOST_SHOWN) + " more"
        : text;
  }
}
