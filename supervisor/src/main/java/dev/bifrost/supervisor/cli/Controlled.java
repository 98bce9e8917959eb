package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControl;
import dev.bifrost.supervisor.client.QueueControls;

/** What is told after an operator changed a queue. */
final class Controlled {

  private Controlled() {}

  /** Says it in one line, or shows what holds now. */
  static void tell(Output output, Client client, QueueName queue, String what) {
    QueueControl now = client.answer(new QueueControls(client.link()).read(queue));
    if (output.json()) {
      output.pretty(Json.object().put("queue", queue.value()).setAll(now.toJson()));
    } else {
      output.line("Queue " + queue + " " + what + ".");
    }
  }
}
