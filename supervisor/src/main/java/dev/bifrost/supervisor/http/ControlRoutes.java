package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What operators change of queues. */
final class ControlRoutes {

  private final QueueControls controls;

  ControlRoutes(RedisLink link) {
    this.controls = new QueueControls(link);
  }

  List<Route> all() {
    return List.of(
        Route.post("/api/v1/queues/{queue}/pause", this::pause),
        Route.post("/api/v1/queues/{queue}/resume", this::resume));
  }

  private CompletionStage<Answer> pause(Request request) {
    CancelRequest wish = ExecutionRoutes.asked(request.json());
    QueueName queue = request.queue();
    return controls
        .pause(queue, wish.by(), Optional.ofNullable(wish.reason()))
        .thenCompose(before -> now(queue));
  }

  private CompletionStage<Answer> resume(Request request) {
    QueueName queue = request.queue();
    String by = ExecutionRoutes.asked(request.json()).by();
    return controls.resume(queue, by).thenCompose(before -> now(queue));
  }

  private CompletionStage<Answer> now(QueueName queue) {
    return controls
        .read(queue)
        .thenApply(control -> Answer.json(control.toJson().put("queue", queue.value())));
  }
}
