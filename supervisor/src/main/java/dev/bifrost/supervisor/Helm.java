package dev.bifrost.supervisor;

import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.config.LogLevel;
import dev.bifrost.supervisor.control.Operations;
import dev.bifrost.supervisor.dispatch.Dispatch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where operators steer a running supervisor.
 *
 * @param drain begins to stop it
 * @param logLevel sets from which level on it logs
 */
record Helm(Dispatch dispatch, Runnable drain, Consumer<LogLevel> logLevel) implements Operations {

  @Override
  public CompletionStage<String> carryOut(SupervisorCommand command) {
    return switch (command.kind()) {
      case REFRESH -> refresh();
      case RECYCLE -> recycle(command);
      case RESIZE -> resize(command);
      case LOG_LEVEL -> log(command);
      case DRAIN -> drainNow();
    };
  }

  private CompletionStage<String> refresh() {
    dispatch.refreshQueues();
    return said("It looks at its queues.");
  }

  private CompletionStage<String> recycle(SupervisorCommand command) {
    Optional<String> pid = Optional.ofNullable(command.arguments().get("pid"));
    Set<Long> pids = pid.map(text -> Set.of((long) number("pid", text))).orElse(Set.of());
    return dispatch
        .recycle(pids, command.by() + " wants it")
        .thenApply(
            found -> {
              if (found == 0 && pid.isPresent()) {
                throw new IllegalArgumentException("It has no child with pid " + pid.get() + ".");
              }
              return "It replaces " + (found == 1 ? "1 child." : found + " children.");
            });
  }

  private CompletionStage<String> resize(SupervisorCommand command) {
    String pool = command.arguments().getOrDefault("pool", "");
    int min = number("min", command.arguments().getOrDefault("min", ""));
    int max = number("max", command.arguments().getOrDefault("max", ""));
    if (min < 1 || max < min || max > 10_000) {
      throw new IllegalArgumentException(
          "A pool cannot have " + min + " to " + max + " children. Nothing was changed.");
    }
    return dispatch.resize(pool, min, max);
  }

  private CompletionStage<String> log(SupervisorCommand command) {
    String name = command.arguments().getOrDefault("level", "");
    LogLevel level =
        Arrays.stream(LogLevel.values())
            .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no level \""
                            + name
                            + "\". Allowed are error, warn, info, debug and trace."));
    logLevel.accept(level);
    return said("It logs from " + level.name().toLowerCase(Locale.ROOT) + " on.");
  }

  private CompletionStage<String> drainNow() {
    drain.run();
    return said("It takes nothing more and stops when what runs has ended.");
  }

  private static CompletionStage<String> said(String what) {
    return CompletableFuture.completedStage(what);
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is \"" + text + "\". Allowed is a whole number.", e);
    }
  }
}
