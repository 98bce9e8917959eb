package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.assertFailure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What user code on a class path sees of the JVM that it runs in. */
final class IsolationTest {

  private static final String LOOKER =
      """
      package user;
      public class Looker {
        public static String look(String name) throws Exception {
          Class<?> here = Class.forName(name);
          Class<?> context = Thread.currentThread().getContextClassLoader().loadClass(name);
          return here == context ? here.getName() : "two classes";
        }
        public static boolean resource(String name) {
          return Looker.class.getClassLoader().getResource(name) != null;
        }
        public static String logger() {
          return org.slf4j.LoggerFactory.getLogger(Looker.class).getName();
        }
      }
      """;

  @TempDir Path folder;

  private EngineFixture fixture = EngineFixture.ofTests();

  @BeforeEach
  void open() throws Exception {
    Path jar = folder.resolve("user.jar");
    SourceTest.jar(jar, LOOKER, "user.Looker");
    WorkflowClasses.ClassPath path =
        new WorkflowClasses.ClassPath(List.of(jar), getClass().getClassLoader());
    fixture = new EngineFixture(path, folder, EngineFixture.GRACE, Limits.DEFAULT);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ExecutionResult look(String name) {
    var context = EngineFixture.context("user.Looker::look");
    context.putObject("parameters").put("name", name);
    return fixture.run(context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.List",
        "java.sql.Connection",
        "java.net.http.HttpClient",
        "sun.misc.Unsafe",
        "com.sun.source.tree.Tree",
        "javax.tools.JavaCompiler",
        "dev.bifrost.workflow.Execution",
        "org.slf4j.Logger",
        "org.slf4j.event.Level",
        "user.Looker",
      })
  void itsOwnClassesTheJdkTheApiAndSlf4jAreVisible(String name) {
    ExecutionResult result = look(name);

    assertEquals(Status.SUCCESS, result.status(), () -> String.valueOf(result.failure()));
    assertEquals("\"" + name + "\"", result.result().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools.jackson.databind.ObjectMapper",
        "tools.jackson.core.JsonParser",
        "com.fasterxml.jackson.annotation.JsonProperty",
        "dev.bifrost.engine.Engine",
        "dev.bifrost.protocol.ExecutionId",
        "dev.bifrost.workflowish.Nothing",
        "org.jspecify.annotations.Nullable",
        "org.junit.jupiter.api.Test",
        "com.google.common.collect.ImmutableList",
        "io.netty.buffer.ByteBuf",
        "io.lettuce.core.RedisClient",
        "ch.qos.logback.classic.Logger",
      })
  void everythingElseOfTheJvmIsHidden(String name) {
    assertFailure(look(name), "java.lang.ClassNotFoundException", name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/jackson/databind/ObjectMapper.class",
        "META-INF/services/tools.jackson.databind.ObjectMapper",
        "META-INF/LICENSE",
      })
  void resourcesOfTheJvmAreHiddenToo(String name) {
    var context = EngineFixture.context("user.Looker::resource");
    context.putObject("parameters").put("name", name);

    assertEquals("false", fixture.run(context).result().text());
  }

  @Test
  void resourcesOfTheApiAreVisible() {
    var context = EngineFixture.context("user.Looker::resource");
    context.putObject("parameters").put("name", "org/slf4j/Logger.class");

    assertEquals("true", fixture.run(context).result().text());
  }

  @Test
  void sourceSeesTheClassPathAndTheApi() {
    ExecutionResult result =
        fixture.run(
            EngineFixture.source(
                "import dev.bifrost.workflow.*; public class S { @Workflow public static String"
                    + " go(Execution e) throws Exception { return e.id() +"
                    + " user.Looker.look(\"java.util.Map\"); } }"));

    assertEquals("\"ajava.util.Map\"", result.result().text(), () -> "" + result.failure());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools.jackson.databind.ObjectMapper",
        "dev.bifrost.protocol.ExecutionId",
      })
  void sourceDoesNotCompileAgainstWhatItCannotSee(String name) {
    assertFailure(
        fixture.run(EngineFixture.source("public class S { " + name + " hidden; }")),
        "CompilationError",
        "S.java:1:");
  }

  @Test
  void sourceComesBeforeAClassOfTheSameName() {
    ExecutionResult result =
        fixture.run(
            EngineFixture.source(
                "package user; public class Looker { public static int run() { return 1; } }"));

    assertEquals("1", result.result().text(), () -> "" + result.failure());
  }

  @Test
  void aJarOfTheWorkspaceBringsItsOwnVersion() throws Exception {
    SourceTest.jar(
        folder.resolve("other.jar"),
        "package user; public class Looker { public static int run() { return 2; } }",
        "user.Looker");
    ExecutionResult result =
        fixture.run(EngineFixture.context("user.Looker").put("file_path", "other.jar"));

    assertEquals("2", result.result().text(), () -> "" + result.failure());
    assertEquals("\"java.util.Map\"", look("java.util.Map").result().text());
  }

  @Test
  void theNameOfALoggerIsTheWorkflowsOwn() {
    ExecutionResult result = fixture.run(EngineFixture.context("user.Looker::logger"));

    assertEquals(Status.SUCCESS, result.status(), () -> "" + result.failure());
  }
}
