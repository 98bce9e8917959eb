package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java source in this JVM, with the compiler of its JDK. */
final class SourceCompiler {

  // Without --release: the code runs on this very JDK, and its class library opens faster so.
  static final List<String> OPTIONS =
      List.of("-parameters", "-g", "-proc:none", "-nowarn", "-Xlint:none");

  private final WorkflowClasses libraries;

  /**
   * @param libraries what the source may refer to beside the JDK
   */
  SourceCompiler(WorkflowClasses libraries) {
    this.libraries = libraries;
  }

  /**
   * The class files of the sources and of all modules that they refer to, by binary name.
   *
   * @param units at least one; errors and stack traces call them by their names
   * @param modules what is imported beside the libraries; those that were read count as used
   * @throws Refusal with every error, if it does not compile
   * @throws OutOfMemoryError if the memory does not suffice
   */
  Map<String, byte[]> compile(List<SourceText> units, ModuleUse modules) throws Refusal {
    String fileName = units.get(0).getName();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Refusal(
          ErrorType.COMPILATION_ERROR,
          fileName
              + " cannot be compiled: "
              + System.getProperty("java.home")
              + " is a Java runtime without a compiler. Run the children on a JDK, or send compiled"
              + " classes; nothing was run.");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StringWriter words = new StringWriter();
    try (StandardJavaFileManager userFiles = files(compiler, diagnostics);
        StandardJavaFileManager shownFiles = files(compiler, diagnostics);
        CompilerFiles files = new CompilerFiles(userFiles, shownFiles, libraries, modules)) {
      boolean compiled = compiler.getTask(words, files, diagnostics, OPTIONS, null, units).call();
      // What the files throw ends in the compiler, as one of its own failures.
      checkModules(modules);
      if (compiled) {
        return files.classes();
      }
    } catch (IOException | RuntimeException e) {
      checkModules(modules);
      throw new Refusal(
          ErrorType.COMPILATION_ERROR,
          fileName + " cannot be compiled: the compiler failed with " + e + "; nothing was run.");
    }
    if (words.toString().contains("java.lang.OutOfMemoryError")) {
      // The compiler catches it and speaks of system resources.
      throw new OutOfMemoryError("Java heap space, while " + fileName + " was compiled");
    }
    throw new CompilationErrors(fileName, diagnostics.getDiagnostics(), words.toString()).refusal();
  }

  private static void checkModules(ModuleUse modules) throws Refusal {
    Optional<ModuleException> trouble = modules.trouble();
    if (trouble.isPresent()) {
      throw trouble.get().refusal();
    }
  }

  private static StandardJavaFileManager files(
      JavaCompiler compiler, DiagnosticCollector<JavaFileObject> diagnostics) {
    return compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8);
  }
}
