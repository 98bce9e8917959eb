package dev.bifrost.supervisor.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class DeclaredQueueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Workflow(queue = \"reports\") public void run() {} | reports",
        "@Workflow(attempts = 2, queue = \"reports\") void run() {} void queue() {} | reports",
        "@dev.bifrost.workflow.Workflow(queue = \"reports\") public void run() {} | reports",
        "@Workflow(queue = \"a\") void x() {} @Workflow(queue = \"b\") void y() {} | default",
        "@Workflow(queue = NAME) public void run() {} | default",
        "/* @Workflow(queue = \"reports\") */ public void run() {} | default",
        "public void run() {} | default"
      })
  void anExecutionGoesWhereItsSourceSays(String member, String queue) {
    assertEquals(new QueueName(queue), NewExecution.of(source(member), Optional.empty()).queue());
  }

  @Test
  void whoeverNamesAQueueHasTheLastWord() {
    ObjectNode context = source("@Workflow(queue = \"reports\") public void run() {}");
    assertEquals(
        new QueueName("mine"),
        NewExecution.of(context, Optional.of(new QueueName("mine"))).queue());
    context.put("queue", "theirs");
    assertEquals(new QueueName("theirs"), NewExecution.of(context, Optional.empty()).queue());
  }

  @Test
  void whatIsNoQueueIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                NewExecution.of(
                    source("@Workflow(queue = \"a b\") public void run() {}"), Optional.empty()));
    assertTrue(String.valueOf(e.getMessage()).contains("Not a queue name: \"a b\""), e.toString());
  }

  private static ObjectNode source(String member) {
    return Json.object()
        .put(
            "workflow_code",
            "import dev.bifrost.workflow.Workflow; public class A { " + member + " }");
  }
}
