package dev.bifrost.supervisor.control;

import dev.bifrost.protocol.SupervisorAnswer;
import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what operators tell this supervisor, has it done, and answers. Works on Redis' threads;
 * nothing here blocks. Where it cannot be heard, all else goes on: queues are looked at each second
 * anyway.
 */
public final class CommandChannel {

  private static final Logger log = LoggerFactory.getLogger(CommandChannel.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final RedisLink link;
  private final String supervisorId;
  private final Operations operations;
  private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

  /** The channel of one supervisor, and that of all. */
  public CommandChannel(RedisLink link, String supervisorId, Operations operations) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.operations = operations;
  }

  /** Begins to listen; returns at once. */
  public void start() {
    // Connecting blocks, and nobody waits for it.
    link.later(Duration.ZERO, this::subscribe);
  }

  private void subscribe() {
    try {
      Subscription opened =
          link.subscribe(
              List.of(link.keys().commands(supervisorId), link.keys().commands()), this::heard);
      subscription.set(opened);
      CompletionStage<Void> told =
          opened
              .begun()
              .exceptionally(
                  e -> {
                    opened.close();
                    again(e);
                    return null;
                  });
      log.trace("{}", told);
    } catch (RuntimeException e) {
      again(e);
    }
  }

  private void again(Throwable e) {
    log.warn(
        "Commands of operators are not heard: {}. It is tried again.", RedisTrouble.of(e).reason());
    link.later(AGAIN, this::subscribe);
  }

  private void heard(String text) {
    SupervisorCommand command;
    try {
      command = SupervisorCommand.parse(text);
    } catch (IllegalArgumentException e) {
      log.warn("A command was not understood and nothing was done: {}", e.getMessage());
      return;
    }
    carryOut(command)
        .handle(
            (message, failure) ->
                failure == null
                    ? new SupervisorAnswer(supervisorId, true, message)
                    : new SupervisorAnswer(supervisorId, false, reason(failure)))
        .thenAccept(answer -> answer(command, answer));
  }

  private CompletionStage<String> carryOut(SupervisorCommand command) {
    try {
      return operations.carryOut(command);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answer(SupervisorCommand command, SupervisorAnswer answer) {
    if (command.kind() != SupervisorCommand.Kind.REFRESH) {
      log.info("{} says \"{}\": {}", command.by(), command.describe(), answer.message());
    }
    command
        .replyTo()
        .ifPresent(
            channel ->
                link.publish(channel, answer.toJson().text())
                    .whenComplete(
                        (heard, failure) -> {
                          if (failure != null) {
                            log.warn("An answer could not be sent: {}", failure.toString());
                          }
                        }));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof IllegalArgumentException
        ? String.valueOf(cause.getMessage())
        : "It failed: " + cause;
  }
}
