package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler reads and writes: source sees the same packages as compiled code will, and
 * class files stay in memory. For one compilation, on its thread.
 */
final class CompilerFiles extends ForwardingJavaFileManager<JavaFileManager> {

  private final StandardJavaFileManager shown;
  private final ModuleUse modules;
  private final Map<String, ByteArrayOutputStream> written = new HashMap<>();
  private @Nullable Set<ModulePath> paths;

  /**
   * @param user will look where the user's own classes are
   * @param shown will look where the packages are that Bifrost shows
   * @param modules come last: a class of their name on the class path is the one that is meant
   */
  CompilerFiles(
      StandardJavaFileManager user,
      StandardJavaFileManager shown,
      WorkflowClasses libraries,
      ModuleUse modules)
      throws IOException {
    super(user);
    this.shown = shown;
    this.modules = modules;
    if (libraries instanceof WorkflowClasses.ClassPath path) {
      user.setLocationFromPaths(StandardLocation.CLASS_PATH, path.entries());
      shown.setLocationFromPaths(StandardLocation.CLASS_PATH, homes(path.visible()));
    } else {
      user.setLocationFromPaths(StandardLocation.CLASS_PATH, ownClassPath());
      shown.setLocationFromPaths(StandardLocation.CLASS_PATH, ownClassPath());
    }
  }

  /** The class files that were written, by binary name. */
  Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new HashMap<>();
    written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<Kind> kinds, boolean recurse) throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return super.list(location, packageName, kinds, recurse);
    }
    List<JavaFileObject> found = new ArrayList<>();
    if (FilteringClassLoader.shows(packageName)) {
      shown.list(location, packageName, kinds, recurse).forEach(found::add);
    }
    super.list(location, packageName, kinds, recurse).forEach(found::add);
    if (kinds.contains(Kind.SOURCE) && !FilteringClassLoader.shows(packageName)) {
      Set<String> before =
          found.stream().map(file -> inferBinaryName(location, file)).collect(Collectors.toSet());
      paths().stream()
          .filter(path -> path.packageName().equals(packageName))
          .filter(path -> !before.contains(path.className()))
          .forEach(path -> found.add(SourceText.of(path, modules)));
    }
    return found;
  }

  @Override
  public @Nullable String inferBinaryName(Location location, JavaFileObject file) {
    if (file instanceof SourceText source && source.module().isPresent()) {
      return source.module().get().className();
    }
    String name = super.inferBinaryName(location, file);
    return name == null ? shown.inferBinaryName(location, file) : name;
  }

  /** The locations were set here; options of the compiler do not change them. */
  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.CLASS_PATH || super.hasLocation(location);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, Kind kind, FileObject sibling) {
    return new SimpleJavaFileObject(URI.create("memory:///class"), kind) {
      @Override
      public OutputStream openOutputStream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.put(className, bytes);
        return bytes;
      }
    };
  }

  /** Asked for once: one compilation sees one state of the index. */
  private Set<ModulePath> paths() {
    if (paths == null) {
      paths = modules.paths();
    }
    return paths;
  }

  /** The jars or folders that the packages which Bifrost shows are in. */
  private static Set<Path> homes(ClassLoader visible) {
    Set<Path> homes = new LinkedHashSet<>();
    for (String name : List.of("dev.bifrost.workflow.Execution", "org.slf4j.Logger")) {
      try {
        CodeSource source =
            Class.forName(name, false, visible).getProtectionDomain().getCodeSource();
        if (source == null) {
          return new LinkedHashSet<>(ownClassPath());
        }
        homes.add(Path.of(source.getLocation().toURI()));
      } catch (ClassNotFoundException | URISyntaxException | IllegalArgumentException e) {
        // A loader without files, then: this JVM's own class path has the same classes.
        return new LinkedHashSet<>(ownClassPath());
      }
    }
    return homes;
  }

  private static List<Path> ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }
}
