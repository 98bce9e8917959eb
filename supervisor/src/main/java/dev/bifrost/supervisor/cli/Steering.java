package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.SupervisorAnswer;
import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.client.Operator;
import dev.bifrost.supervisor.client.Supervisors;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What commands share that tell running supervisors what to do. */
final class Steering {

  private static final Duration BOUND = Duration.ofSeconds(10);

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @Option(
      names = "--supervisor",
      paramLabel = "ID",
      description = {
        "Its ID, the beginning of that, or its name; all for every one.",
        "Default: the only one that runs."
      })
  private @Nullable String supervisor;

  /**
   * Tells them, waits for their answers, and prints these.
   *
   * @return the exit code: 0 if all did it, 1 if one refused
   */
  int tell(Surroundings surroundings, SupervisorCommand.Kind kind, Map<String, String> arguments)
      throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      List<String> meant = meant(client.answer(new Supervisors(client.link()).heartbeats()));
      Operator channel = new Operator(client.link());
      List<SupervisorAnswer> answers =
          meant.stream()
              .map(id -> channel.tell(id, kind, operator.name(), arguments, BOUND))
              .toList()
              .stream()
              .map(stage -> answer(stage.toCompletableFuture()::join))
              .toList();
      print(answers);
      return answers.stream().allMatch(SupervisorAnswer::done)
          ? ExitCode.DONE.number()
          : ExitCode.FAILED.number();
    }
  }

  private static SupervisorAnswer answer(java.util.function.Supplier<SupervisorAnswer> stage) {
    try {
      return stage.get();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "No answer within "
                + BOUND.toSeconds()
                + " s. Whether it was done is not known; \"bifrost ps\" shows what runs.",
            e);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private List<String> meant(List<ObjectNode> heartbeats) {
    if (heartbeats.isEmpty()) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "No supervisor is running. Nothing was done.");
    }
    List<ObjectNode> found =
        heartbeats.stream()
            .filter(beat -> supervisor == null || isMeant(beat, supervisor))
            .toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "There is no supervisor \""
              + supervisor
              + "\". Running are "
              + names(heartbeats)
              + ". Nothing was done.");
    }
    if (found.size() > 1 && !"all".equals(supervisor)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Several supervisors are meant: "
              + names(found)
              + ". Name one with --supervisor, or say --supervisor all. Nothing was done.");
    }
    return found.stream().map(Steering::id).toList();
  }

  private static boolean isMeant(ObjectNode heartbeat, String supervisor) {
    return supervisor.equals("all")
        || id(heartbeat).startsWith(supervisor)
        || heartbeat.path("hostname").asString("").equals(supervisor)
        || heartbeat.path("name").asString("").equals(supervisor);
  }

  private void print(List<SupervisorAnswer> answers) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      answers.forEach(
          answer ->
              array
                  .addObject()
                  .put("supervisor_id", answer.supervisorId())
                  .put("done", answer.done())
                  .put("message", answer.message()));
      output.pretty(array);
      return;
    }
    answers.forEach(
        answer -> output.line("Supervisor " + answer.supervisorId() + ": " + answer.message()));
  }

  private static String names(List<ObjectNode> heartbeats) {
    return heartbeats.stream().map(Steering::id).collect(Collectors.joining(", "));
  }

  private static String id(ObjectNode heartbeat) {
    return heartbeat.path("supervisor_id").asString("");
  }
}
