package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one Java source in this JVM, with the compiler of its JDK. */
final class SourceCompiler {

  // Without --release: the code runs on this very JDK, and its class library opens faster so.
  private static final List<String> OPTIONS =
      List.of("-parameters", "-g", "-proc:none", "-nowarn", "-Xlint:none");

  private final WorkflowClasses libraries;

  /**
   * @param libraries what the source may refer to beside the JDK
   */
  SourceCompiler(WorkflowClasses libraries) {
    this.libraries = libraries;
  }

  /**
   * The class files of the source, by binary name.
   *
   * @param fileName what error messages and stack traces call the source
   * @throws Refusal with every error, if it does not compile
   * @throws OutOfMemoryError if the memory does not suffice
   */
  Map<String, byte[]> compile(String fileName, String source) throws Refusal {
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
        CompilerFiles files = new CompilerFiles(userFiles, shownFiles, libraries)) {
      JavaFileObject unit = new SourceText(fileName, source);
      boolean compiled =
          compiler.getTask(words, files, diagnostics, OPTIONS, null, List.of(unit)).call();
      if (compiled) {
        return files.classes();
      }
    } catch (IOException | RuntimeException e) {
      throw new Refusal(
          ErrorType.COMPILATION_ERROR,
          fileName + " cannot be compiled: the compiler failed with " + e + "; nothing was run.");
    }
    if (words.toString().contains("java.lang.OutOfMemoryError")) {
      // The compiler catches it and speaks of system resources.
      throw new OutOfMemoryError("Java heap space, while " + fileName + " was compiled");
    }
    throw new CompilationErrors(fileName, source, diagnostics.getDiagnostics(), words.toString())
        .refusal();
  }

  private static StandardJavaFileManager files(
      JavaCompiler compiler, DiagnosticCollector<JavaFileObject> diagnostics) {
    return compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8);
  }
}
