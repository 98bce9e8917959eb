package dev.bifrost.child.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InProcessChildTest {

  @RegisterExtension final InProcessChildExtension extension = new InProcessChildExtension();

  @Test
  void theChildOfTheExtensionIsTheOneThatIsInjected(InProcessChild injected) {
    assertSame(injected, extension.child());
  }

  @Test
  void everyFieldOfAContextReachesTheWorkflow(InProcessChild child) {
    ExecutionResult result =
        child
            .context("fields")
            .function(Greeter.class, "greet")
            .parameter("names", List.of("Ada", "Grace"))
            .with("tags", List.of("blue"))
            .timeout(Duration.ofSeconds(30))
            .run();

    assertEquals(Status.SUCCESS, result.status(), child.describe());
    assertEquals("\"Hello Ada and Grace\"", result.result().text());
  }

  @Test
  void sourceThatIsSentIsCompiledAndRun(InProcessChild child) {
    ExecutionResult result =
        child
            .context("source")
            .code("public class Twice { public static int run(int n) { return 2 * n; } }")
            .function("Twice::run")
            .parameter("n", 21)
            .run();

    assertEquals("42", result.result().text(), child.describe());
  }

  @Test
  void aWaitThatCannotEndFailsAtOnceAndShowsWhatTheChildSaid(InProcessChild child) {
    child.endInput();
    assertEquals(Ending.REGULAR, child.awaitExit());

    AssertionError error =
        assertThrows(AssertionError.class, () -> child.awaitResult("never-sent"));

    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith("No sign of the result of execution never-sent."), message);
    assertTrue(message.contains("Ready["), message);
    assertTrue(message.contains("Goodbye["), message);
  }

  @Test
  @SuppressWarnings("SystemOut") // What is tested is that they are given back.
  void closingGivesEverythingBack() {
    extension.child().close();
    PrintStream output = System.out;
    PrintStream errors = System.err;
    List<Handler> handlers = List.of(LogManager.getLogManager().getLogger("").getHandlers());

    InProcessChild child = InProcessChild.start();
    child.run("anything");
    child.close();
    child.close();

    assertSame(output, System.out);
    assertSame(errors, System.err);
    assertEquals(handlers, List.of(LogManager.getLogManager().getLogger("").getHandlers()));
  }

  /** A workflow. */
  public static final class Greeter {
    public String greet(List<String> names) {
      return "Hello " + String.join(" and ", names);
    }
  }
}
