package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.assertFailure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.workflow.Workflow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntryPointTest {

  private static final String HERE = EntryPointTest.class.getName();

  private final EngineFixture fixture = EngineFixture.ofTests();

  @AfterEach
  void close() {
    fixture.close();
  }

  public static final class Annotated {
    public int other() {
      return 0;
    }

    @Workflow
    public int chosen() {
      return 1;
    }
  }

  public static final class TwiceAnnotated {
    @Workflow
    public int one() {
      return 1;
    }

    @Workflow
    public int two() {
      return 2;
    }
  }

  public static final class OnlyOne {
    public static void main(String[] arguments) {
      assertEquals(List.of(), List.of(arguments));
    }

    public int it() {
      return hidden();
    }

    private int hidden() {
      return 2;
    }
  }

  public static class Runs {
    public int run() {
      return 3;
    }

    public int walk() {
      return 4;
    }
  }

  public static final class Inherits extends Runs {}

  public static final class Unclear {
    public int total() {
      return 0;
    }

    public int sum() {
      return 0;
    }
  }

  public static final class NeedsMore {
    public NeedsMore(int more) {
      assertEquals(0, more);
    }

    public int run() {
      return 0;
    }
  }

  public abstract static class Unfinished {
    public int run() {
      return 0;
    }
  }

  private ExecutionResult run(String name) {
    return fixture.run(EngineFixture.context(HERE + name));
  }

  @ParameterizedTest
  @CsvSource({
    "$Annotated,          1",
    ".Annotated,          1",
    "$Annotated::other,   0",
    "$OnlyOne,            2",
    "$Runs,               3",
    "$Inherits,           3",
    "$Inherits::walk,     4",
  })
  void theNameMeansThisMethod(String name, String expected) {
    ExecutionResult result = run(name);

    assertEquals(expected, result.result().text(), () -> "" + result.failure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$None | No class dev.bifrost.engine.EntryPointTest$None in the classes of this JVM",
        "$Unclear | does not say what to run",
        "$Unclear::totl | Did you mean total?. It has sum(), total()",
        "$OnlyOne::hidden | is not public",
        "$TwiceAnnotated | has several methods with @Workflow: one(), two()",
        "$NeedsMore | has no public constructor without parameters",
        "$Unfinished | no object can be made",
      })
  void whatCannotBeRunSaysWhy(String name, String part) {
    String message = assertFailure(run(name), "WorkflowNotFound", part).message();

    assertEquals(true, message.endsWith("; nothing was run."), message);
  }

  @Test
  void aSourceNamesTheClassesThatItHas() {
    assertFailure(
        fixture.run(
            EngineFixture.source("package a; class B { class C {} }")
                .put("function_name", "a.D::run")),
        "WorkflowNotFound",
        "No class a.D in workflow_code. It has a.B;");
  }
}
