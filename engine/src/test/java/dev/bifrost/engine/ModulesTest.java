package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Source that workflows share, found by its package and class. */
final class ModulesTest {

  private static final String TAX =
      "package com.acme; public class Tax { public static int of(int net) { return net * %d; } }";
  private static final String INVOICE =
      "package com.acme; public class Invoice {"
          + " public static int total(int net) { return net + Tax.of(net); } }";
  private static final String WORKFLOW =
      "import com.acme.Invoice;"
          + " public class Main { public static int run(int net) { return Invoice.total(net); } }";

  private final ModulesInMemory modules = new ModulesInMemory();
  @TempDir private Path folder;
  private EngineFixture engine = EngineFixture.ofTests();

  @BeforeEach
  void start() throws Exception {
    engine.close();
    Files.createDirectories(folder.resolve("workspace"));
    engine = open(List.of());
    modules.put("com/acme/Tax.java", TAX.formatted(2));
    modules.put("com/acme/Invoice.java", INVOICE);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aWorkflowOfThreeModulesSeesAnEditOfTheLastOfThemAtItsNextExecution() {
    modules.put(
        "com/acme/Bill.java",
        WORKFLOW.replace("import", "package com.acme; import").replace("Main", "Bill"));

    assertEquals("30", run("com.acme.Bill").result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(3));
    assertEquals("40", run("com.acme.Bill").result().text());
  }

  @Test
  void sourceThatIsSentImportsModulesAndSeesTheirEdits() {
    assertEquals("30", runSource(WORKFLOW).result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(4));
    assertEquals("50", runSource(WORKFLOW).result().text());
  }

  @Test
  void whatUsesNoChangedModuleStaysLoaded() {
    String source =
        "public class Main { static int runs; public static int run(int net) {"
            + " return ++runs + 0 * com.acme.Tax.of(net); } }";
    runSource(source);
    modules.put("com/acme/Other.java", "package com.acme; class Other {}");
    assertEquals("2", runSource(source).result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(9));
    assertEquals("1", runSource(source).result().text());
  }

  @Test
  void aModuleIsFoundByNameWhileTheWorkflowRuns() {
    String source =
        "public class Main { public static Object run(int net) throws Exception {"
            + " return Class.forName(\"com.acme.Inv\" + \"oice\").getMethod(\"total\", int.class)"
            + ".invoke(null, net); } }";
    assertEquals("30", runSource(source).result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(5));
    assertEquals("60", runSource(source).result().text());
  }

  @Test
  void classesOfAJarAndOfTheClassPathUseModulesToo() throws Exception {
    String caller =
        "public class Caller { public static int run(int net) {"
            + " return com.acme.Invoice.total(net); } }";
    Path jar = folder.resolve("workspace/caller.jar");
    Files.write(jar, jarOf(caller, "Caller"));

    assertEquals("30", run("Caller", "caller.jar").result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(3));
    assertEquals("40", run("Caller", "caller.jar").result().text());

    engine.close();
    engine = open(List.of(jar));
    assertEquals("40", run("Caller").result().text());
    modules.put("com/acme/Tax.java", TAX.formatted(4));
    assertEquals("50", run("Caller").result().text());
  }

  @Test
  void theClassPathBeatsAModule() throws Exception {
    Path jar = folder.resolve("tax.jar");
    Files.write(jar, jarOf(TAX.formatted(100), "com.acme.Tax"));
    engine.close();
    engine = open(List.of(jar));
    assertEquals("1010", runSource(WORKFLOW).result().text());
  }

  @Test
  void whatAWorkflowDeclaresItselfBeatsAModule() {
    String source =
        "package com.acme; public class Main { public static int run(int net) {"
            + " return Tax.of(net); } } class Tax { static int of(int net) { return -net; } }";
    assertEquals("-10", runSource(source).result().text());
  }

  @Test
  void anOutageIsAnErrorAndNeverAnAbsence() {
    runSource(WORKFLOW);
    modules.fail("nobody answers");

    assertUnavailable(runSource(WORKFLOW));
    assertUnavailable(runSource(WORKFLOW + " "));
    assertUnavailable(run("com.acme.Nowhere"));
    assertUnavailable(
        runSource(
            "public class Main { public static Object run(int net) throws Exception {"
                + " return Class.forName(\"com.acme.Late\"); } }"));

    modules.repair();
    assertEquals("30", runSource(WORKFLOW).result().text());
  }

  @Test
  void anErrorInAModuleNamesItsFileAndLine() {
    modules.put(
        "com/acme/Tax.java", "package com.acme;\npublic class Tax {\n  int x = nothing;\n}");
    ExecutionResult result = runSource(WORKFLOW);
    assertEquals("CompilationError", type(result));
    String message = message(result);
    assertTrue(message.contains("com/acme/Tax.java:3:11"), message);
    assertTrue(message.contains("int x = nothing;"), message);
  }

  @Test
  void aModuleWhoseHashIsNotThatOfItsContentIsRefused() {
    modules.put(
        new SharedModule(new ModulePath("com/acme/Tax.java"), TAX.formatted(7), "0".repeat(64)));
    ExecutionResult result = runSource(WORKFLOW);
    assertEquals("CodeMismatch", type(result));
    assertTrue(message(result).contains("com/acme/Tax.java"), message(result));
  }

  @Test
  void aModuleThatIsTakenAwayIsMissedAtTheNextExecution() {
    runSource(WORKFLOW);
    modules.remove("com/acme/Tax.java");
    assertEquals("CompilationError", type(runSource(WORKFLOW)));
  }

  @Test
  void theTraceOfAModuleShowsItsFileAndLine() {
    modules.put(
        "com/acme/Tax.java",
        "package com.acme;\npublic class Tax {\n  public static int of(int net) {\n"
            + "    throw new IllegalStateException(\"no tax\");\n  }\n}");
    assertTrue(
        message(runSource(WORKFLOW)).contains("com.acme.Tax.of(Tax.java:4)"),
        message(runSource(WORKFLOW)));
  }

  @Test
  void anAbsenceIsRememberedForSecondsAndNoLonger() {
    AtomicLong nanos = new AtomicLong();
    KnownModules known = new KnownModules(modules, nanos::get);
    ModulePath path = new ModulePath("com/acme/Late.java");
    assertEquals(Optional.empty(), known.find(path));
    modules.put("com/acme/Late.java", "package com.acme; class Late {}");

    nanos.addAndGet(KnownModules.MEMORY.toNanos() - 1);
    assertEquals(Optional.empty(), known.find(path));
    nanos.addAndGet(1);
    assertTrue(known.find(path).isPresent());
    assertTrue(KnownModules.MEMORY.toSeconds() <= 10);
  }

  @Test
  void aPathOfNoModuleIsNobodysClass() {
    assertEquals(
        Optional.of(new ModulePath("com/acme/Tax.java")), ModulePath.ofClass("com.acme.Tax$Rate"));
    assertEquals(Optional.empty(), ModulePath.ofClass("java.lang.Absent"));
    assertEquals(Optional.empty(), ModulePath.ofClass("[I"));
    assertFalse(new ModulePath("Tax.java").className().contains("."));
  }

  private EngineFixture open(List<Path> classPath) {
    return new EngineFixture(
        new EngineSettings(
            new WorkflowClasses.ClassPath(classPath, EngineFixture.class.getClassLoader()),
            folder.resolve("workspace"),
            EngineFixture.GRACE,
            Limits.DEFAULT,
            new Shared(modules),
            Optional.empty()));
  }

  private ExecutionResult run(String function) {
    var context = EngineFixture.context(function);
    context.putObject("parameters").put("net", 10);
    return engine.run(context);
  }

  private ExecutionResult run(String function, String file) {
    var context = EngineFixture.context(function).put("file_path", file);
    context.putObject("parameters").put("net", 10);
    return engine.run(context);
  }

  private ExecutionResult runSource(String source) {
    var context = EngineFixture.source(source);
    context.putObject("parameters").put("net", 10);
    return engine.run(context);
  }

  private byte[] jarOf(String source, String className) throws Exception {
    ModuleUse uses = new ModuleUse(new KnownModules(modules, System::nanoTime));
    Map<String, byte[]> classes =
        new SourceCompiler(
                new WorkflowClasses.ClassPath(List.of(), EngineFixture.class.getClassLoader()))
            .compile(List.of(new SourceText("Test.java", source)), uses);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new ZipEntry(className.replace('.', '/') + ".class"));
      byte[] file = classes.get(className);
      jar.write(file == null ? new byte[0] : file);
    }
    return bytes.toByteArray();
  }

  private static void assertUnavailable(ExecutionResult result) {
    assertEquals(ErrorType.REDIS_UNAVAILABLE.wireName(), type(result), result.toString());
    assertTrue(message(result).contains("nobody answers"), message(result));
  }

  private static String type(ExecutionResult result) {
    return result.failure() == null ? "none" : result.failure().type();
  }

  private static String message(ExecutionResult result) {
    return result.failure() == null ? "" : result.failure().message();
  }
}
