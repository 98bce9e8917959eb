package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads the code that a context names: the class path's, a source's, or a file's under the
 * workspace. The same code again costs nothing. One execution's thread at a time.
 */
final class CodeLoader {

  private static final int MOST_KEPT = 64;

  private final WorkflowClasses classes;
  private final Workspace workspace;
  private final CodeCache cache = new CodeCache(MOST_KEPT);
  private @Nullable Code library;

  CodeLoader(EngineSettings settings) {
    this.classes = settings.classes();
    this.workspace = new Workspace(settings.workspace());
  }

  /**
   * @throws Refusal if there is no such code, if it does not compile, or if it is not the code
   *     whose hash the context names
   */
  Code load(ExecutionContext context) throws Refusal {
    String source = context.workflowCode();
    if (source != null) {
      return compiled("workflow_code", fileName(source), source, context.contentHash());
    }
    String path = context.filePath();
    if (path == null) {
      return library();
    }
    Path file = workspace.resolve(path, "file_path", ErrorType.WORKFLOW_NOT_FOUND);
    if (path.endsWith(".jar")) {
      return jar(file, path, context.contentHash());
    }
    if (path.endsWith(".java")) {
      String text = new String(read(file, path), StandardCharsets.UTF_8);
      return compiled(path, String.valueOf(file.getFileName()), text, context.contentHash());
    }
    throw new Refusal(
        ErrorType.WORKFLOW_NOT_FOUND,
        "file_path: \""
            + path
            + "\" is neither a .java file nor a .jar, and nothing else can be run; nothing was"
            + " run.");
  }

  /** Lets go of this code, so that the next execution loads it anew. */
  synchronized void forget(Code code) {
    cache.forget(code);
    if (code.equals(library) && classes instanceof WorkflowClasses.ClassPath) {
      // Not closed: kept sources may still refer to it.
      library = null;
    }
  }

  /** Lets go of all code. */
  synchronized void close() {
    cache.clear();
    if (library != null && classes instanceof WorkflowClasses.ClassPath) {
      library.release();
    }
    library = null;
  }

  private Code compiled(String what, String fileName, String source, @Nullable String wanted)
      throws Refusal {
    String hash = Sha256.of(source.getBytes(StandardCharsets.UTF_8));
    Sha256.check(what, hash, wanted);
    record Fingerprint(String fileName, String hash) {}
    Fingerprint fingerprint = new Fingerprint(fileName, hash);
    Code known = cache.get(fingerprint);
    if (known != null) {
      return known;
    }
    Map<String, byte[]> files = new SourceCompiler(classes).compile(fileName, source);
    Code code =
        new Code(
            what,
            new CompiledClassLoader(files, library().loader()),
            files.keySet().stream().sorted().toList());
    cache.put(fingerprint, code);
    return code;
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
    Code known = cache.get(fingerprint);
    if (known != null) {
      return known;
    }
    Code code = new Code(path, jarLoader(file), List.of());
    cache.put(fingerprint, code);
    return code;
  }

  private ClassLoader jarLoader(Path jar) {
    if (classes instanceof WorkflowClasses.ClassPath path) {
      // The jar's classes first, then the class path's; beside the shared loader and not below it,
      // so that a jar can bring another version of a library.
      List<Path> entries = new ArrayList<>(List.of(jar));
      entries.addAll(path.entries());
      return urls("bifrost-jar", entries, new FilteringClassLoader(path.visible()));
    }
    return urls("bifrost-jar", List.of(jar), library().loader());
  }

  private synchronized Code library() {
    if (library == null) {
      if (classes instanceof WorkflowClasses.ClassPath path) {
        ClassLoader parent = new FilteringClassLoader(path.visible());
        library =
            new Code(
                path.entries().isEmpty()
                    ? "the class path, which is empty"
                    : "the class path (" + shown(path.entries()) + ")",
                urls("bifrost-class-path", path.entries(), parent),
                List.of());
      } else {
        ClassLoader loader = ((WorkflowClasses.Loader) classes).loader();
        library = new Code("the classes of this JVM", loader, List.of());
      }
    }
    return library;
  }

  private static String shown(List<Path> entries) {
    int most = 10;
    String text =
        entries.stream().limit(most).map(Path::toString).collect(Collectors.joining(", "));
    return entries.size() > most ? text + " and " + (entries.size() - most) + " more" : text;
  }

  private static ClassLoader urls(String name, List<Path> entries, ClassLoader parent) {
    return new URLClassLoader(
        name, entries.stream().map(CodeLoader::url).toArray(URL[]::new), parent);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not an entry of a class path: " + entry, e);
    }
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

  /** What messages and stack traces call source that came without a file. */
  private static String fileName(String source) {
    Matcher type = SourceName.PUBLIC_TYPE.matcher(source);
    if (type.find()) {
      return type.group(1) + ".java";
    }
    Matcher any = SourceName.ANY_TYPE.matcher(source);
    return any.find() ? any.group(1) + ".java" : "Workflow.java";
  }

  /** Compiled when the first source comes. A wrong guess costs a wrong name in a message. */
  private static final class SourceName {
    static final Pattern PUBLIC_TYPE =
        Pattern.compile(
            "(?m)^\\s*public\\s+(?:(?:final|abstract|sealed|strictfp)\\s+)*"
                + "(?:class|record|enum|interface)\\s+(\\w+)");
    static final Pattern ANY_TYPE = Pattern.compile("\\b(?:class|record|enum|interface)\\s+(\\w+)");
  }
}
