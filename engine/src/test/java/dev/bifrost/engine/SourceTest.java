package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.assertFailure;
import static dev.bifrost.engine.EngineTest.present;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that comes with the execution: source, and files of the workspace. */
final class SourceTest {

  @TempDir Path workspace;

  private EngineFixture fixture = EngineFixture.ofTests();

  @BeforeEach
  void open() {
    fixture = EngineFixture.in(workspace);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static final String TWICE =
      "package a.b; public class Twice { public static int of(int n) { return 2 * n; } }";

  @Test
  void aSourceRunsByItsFunctionName() {
    var context = EngineFixture.source(TWICE).put("function_name", "a.b.Twice::of");
    context.putObject("parameters").put("n", 21);

    assertResult("42", fixture.run(context));
  }

  @Test
  void aSourceAloneRunsItsPrimaryType() {
    var context = EngineFixture.source(TWICE);
    context.putObject("parameters").put("n", 4);

    assertResult("8", fixture.run(context));
  }

  @Test
  void aPackagePrivateTypeAloneIsPrimaryAndNeedsNoConstructor() {
    assertResult(
        "\"ok\"",
        fixture.run(EngineFixture.source("class Job { public String run() { return \"ok\"; } }")));
  }

  @Test
  void amongSeveralTypesTheOneWithTheAnnotationIsPrimary() {
    String source =
        "import dev.bifrost.workflow.*; record Part(int n) {} class Other { public int run() {"
            + " return 0; } } class Main { @Workflow public Part begin(Execution e) { return new"
            + " Part(e.attempt()); } public int run() { return 0; } }";

    assertResult("{\"n\":1}", fixture.run(EngineFixture.source(source)));
  }

  @Test
  void ofSeveralTypesWithoutASignNoneIsChosen() {
    ExecutionResult result = fixture.run(EngineFixture.source("class A {} class B {}"));

    assertFailure(result, "WorkflowNotFound", "The source declares A, B and none of them");
  }

  @Test
  void sourceUsesSlf4jAndTheJdk() {
    String source =
        "import org.slf4j.*; import java.util.*; public class Logs { private static final Logger"
            + " LOG = LoggerFactory.getLogger(Logs.class); public static List<Integer> run() {"
            + " LOG.info(\"x\"); return List.of(1).stream().map(i -> i + 1).toList(); } }";

    assertResult("[2]", fixture.run(EngineFixture.source(source)));
  }

  @Test
  void aCompilationErrorShowsThePlace() {
    String source = "public class Bad {\n  public int run() {\n    return \"text\";\n  }\n}\n";

    ExecutionResult result = fixture.run(EngineFixture.source(source));

    assertEquals(
        """
        Bad.java does not compile (1 error); nothing was run.
        Bad.java:3:12: incompatible types: java.lang.String cannot be converted to int
                return "text";
                       ^""",
        assertFailure(result, "CompilationError", "").message());
  }

  @Test
  void allCompilationErrorsAreListed() {
    ExecutionResult result =
        fixture.run(EngineFixture.source("class A { int a = true; int b = \"\"; Nothing c; }"));

    assertFailure(result, "CompilationError", "(3 errors)");
  }

  @Test
  void anEmptySourceHasNothingToRun() {
    assertFailure(
        fixture.run(EngineFixture.source("// nothing")),
        "WorkflowNotFound",
        "The source declares no class");
  }

  @Test
  void theSameSourceIsCompiledOnce() {
    String source =
        "public class Once { static int calls; public static int run() { return ++calls; } }";

    assertResult("1", fixture.run(EngineFixture.source(source)));
    assertResult("2", fixture.run(EngineFixture.source(source)));
    assertResult("1", fixture.run(EngineFixture.source(source + " ")));
  }

  @Test
  void aClassThatFailedToInitialiseFailsTheSameWayAgain() {
    var context =
        EngineFixture.source(
            "public class C { static int n = 1 / Integer.parseInt(\"0\"); public static int run() {"
                + " return n; } }");

    assertFailure(fixture.run(context), "java.lang.ArithmeticException", "/ by zero");
    assertFailure(fixture.run(context), "java.lang.ArithmeticException", "/ by zero");
  }

  @Test
  void theHashOfTheSourceMustMatchTheOneThatWasSent() {
    String hash = Sha256.of(TWICE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var right = EngineFixture.source(TWICE).put("content_hash", hash.toUpperCase(Locale.ROOT));
    right.putObject("parameters").put("n", 1);
    var wrong = EngineFixture.source(TWICE).put("content_hash", "0".repeat(64));

    assertResult("2", fixture.run(right));
    assertFailure(fixture.run(wrong), "CodeMismatch", hash);
  }

  @Test
  void aJavaFileOfTheWorkspaceRuns() throws IOException {
    Files.createDirectory(workspace.resolve("src"));
    Path file = Files.writeString(workspace.resolve("src/Twice.java"), TWICE);
    var context = EngineFixture.context("a.b.Twice").put("file_path", "src/Twice.java");
    context.putObject("parameters").put("n", 3);

    assertResult("6", fixture.run(context));
    Files.writeString(file, TWICE.replace("2 *", "3 *"));
    assertResult("9", fixture.run(context));
    assertFailure(
        fixture.run(context.put("content_hash", "0".repeat(64))), "CodeMismatch", "Twice.java");
  }

  @Test
  void aJarOfTheWorkspaceRuns() throws Exception {
    jar(workspace.resolve("twice.jar"), TWICE, "a.b.Twice");
    var context = EngineFixture.context("a.b.Twice::of").put("file_path", "twice.jar");
    context.putObject("parameters").put("n", 5);

    assertResult("10", fixture.run(context));
    assertResult("10", fixture.run(context));
    assertFailure(
        fixture.run(context.deepCopy().put("content_hash", "0".repeat(64))),
        "CodeMismatch",
        "twice.jar");
  }

  @Test
  void pathsThatLeaveTheWorkspaceAreRefused() throws IOException {
    Path outside = Files.createTempDirectory("outside");
    Path secret = Files.writeString(outside.resolve("Twice.java"), TWICE);
    Files.createSymbolicLink(workspace.resolve("Link.java"), secret);
    try {
      for (String path :
          new String[] {"../Twice.java", secret.toString(), "Link.java", "a/../../Twice.java"}) {
        assertFailure(
            fixture.run(EngineFixture.context("a.b.Twice").put("file_path", path)),
            "WorkflowNotFound",
            "leads out of the workspace");
      }
    } finally {
      Files.delete(secret);
      Files.delete(outside);
    }
  }

  @Test
  void aFileThatIsNotThereOrNoCodeIsRefused() throws IOException {
    Files.writeString(workspace.resolve("notes.txt"), "x");

    assertFailure(
        fixture.run(EngineFixture.context("A").put("file_path", "None.java")),
        "WorkflowNotFound",
        "does not exist in the workspace");
    assertFailure(
        fixture.run(EngineFixture.context("A").put("file_path", "notes.txt")),
        "WorkflowNotFound",
        "neither a .java file nor a folder of them nor a .jar");
    assertFailure(
        fixture.run(EngineFixture.context("A").put("file_path", "a\0b.java")),
        "WorkflowNotFound",
        "cannot be reached");
  }

  @Test
  void aFolderOfSourcesIsOneWorkflow() throws IOException {
    Path sources = Files.createDirectories(workspace.resolve("report/com/acme"));
    Files.writeString(
        sources.resolve("Report.java"),
        "package com.acme; public class Report { public static int run() { return Page.N; } }");
    Files.writeString(
        sources.resolve("Page.java"), "package com.acme; class Page { static int N = 1; }");
    var context = EngineFixture.context("com.acme.Report").put("file_path", "report");

    assertResult("1", fixture.run(context));
    Files.writeString(
        sources.resolve("Page.java"), "package com.acme; class Page { static int N = 2; }");
    assertResult("2", fixture.run(context));

    Files.createDirectories(workspace.resolve("empty"));
    assertFailure(
        fixture.run(EngineFixture.context("A").put("file_path", "empty")),
        "WorkflowNotFound",
        "a folder without .java files");
  }

  @Test
  void theLeastRecentlyUsedCodeGoesFirst() {
    CodeCache cache = new CodeCache(2);
    Code first = code("1");
    Code second = code("2");
    cache.put("1", first);
    cache.put("2", second);
    cache.get("1");

    cache.put("3", code("3"));

    assertEquals(first, cache.get("1"));
    assertNotEquals(second, cache.get("2"));
  }

  private static void assertResult(String json, ExecutionResult result) {
    assertEquals(json, result.result().text(), () -> String.valueOf(result.failure()));
    assertEquals(Status.SUCCESS, result.status());
  }

  private static Code code(String description) {
    return new Code(description, SourceTest.class.getClassLoader(), List.of(), noModules());
  }

  private static ModuleUse noModules() {
    return new ModuleUse(new KnownModules(ModuleSource.NONE, System::nanoTime));
  }

  /** Makes a jar of one compiled source. */
  static void jar(Path jar, String source, String... names) throws IOException, Refusal {
    Map<String, byte[]> classes =
        new SourceCompiler(EngineFixture.tests())
            .compile(List.of(new SourceText("Made.java", source)), noModules());
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        output.putNextEntry(new JarEntry(name.replace('.', '/') + ".class"));
        output.write(present(classes.get(name)));
        output.closeEntry();
      }
    }
    assertTrue(Files.size(jar) > 0);
  }
}
