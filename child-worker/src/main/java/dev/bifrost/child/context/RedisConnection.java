package dev.bifrost.child.context;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.RedisNodes;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, which is opened when it is needed and opened again after an outage. One
 * deadline covers connecting, authentication and the command. Any thread.
 */
final class RedisConnection implements AutoCloseable {

  private final RedisNodes nodes;
  private final Duration deadline;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable FrugalClient client;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<ContextConnection> connection;

  /**
   * @throws IllegalArgumentException if the nodes are none for Lettuce
   */
  RedisConnection(RedisNodes nodes, Duration deadline) {
    List<RedisURI> unused = FrugalClient.addresses(nodes);
    this.nodes = nodes;
    this.deadline = deadline;
  }

  /** Begins to connect; how it goes is seen by the first question. */
  void prepare() {
    connect().isDone();
  }

  /**
   * Asks Redis something that can be asked twice.
   *
   * @param what is asked, as the end of a sentence: {@code the deadline for reading a context}
   * @throws NoAnswerException if there is no answer within the deadline, or none that says anything
   */
  <T> T ask(String what, Function<ContextConnection, ? extends CompletionStage<T>> question)
      throws NoAnswerException {
    long end = System.nanoTime() + deadline.toNanos();
    boolean hadConnection = isConnected();
    try {
      try {
        return askOnce(question, end);
      } catch (ExecutionException e) {
        if (!hadConnection || isAnswer(e)) {
          throw e;
        }
        // The connection died since the last question; that says nothing about Redis now.
        disconnect();
        return askOnce(question, end);
      }
    } catch (ExecutionException e) {
      throw explain(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      disconnect(); // What is on its way in this connection is not known any more.
      throw new NoAnswerException(
          "Redis at "
              + RedisTrouble.place(FrugalClient.addresses(nodes))
              + " did not answer within "
              + RedisTrouble.describe(deadline)
              + ", the deadline for "
              + what,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(what + " was interrupted", e);
    } catch (RuntimeException e) {
      throw explain(e);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      connection = null;
      if (client != null) { // Closes its connections itself.
        client.close();
        client = null;
      }
    }
  }

  private <T> T askOnce(
      Function<ContextConnection, ? extends CompletionStage<T>> question, long end)
      throws ExecutionException, TimeoutException, InterruptedException {
    ContextConnection open = connect().get(left(end), TimeUnit.NANOSECONDS);
    return question.apply(open).toCompletableFuture().get(left(end), TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<ContextConnection> connect() {
    synchronized (lock) {
      if (connection == null || connection.isCompletedExceptionally() || isClosed(connection)) {
        disconnect();
        if (client == null) {
          client = FrugalClient.create(deadline, nodes);
        }
        connection = open(client);
      }
      return connection;
    }
  }

  private CompletableFuture<ContextConnection> open(FrugalClient opened) {
    try {
      return opened.connect();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void disconnect() {
    synchronized (lock) {
      if (connection != null) {
        connection.thenCompose(ContextConnection::closeAsync).isDone();
        connection = null;
      }
    }
  }

  private boolean isConnected() {
    synchronized (lock) {
      return connection != null && connection.isDone() && !connection.isCompletedExceptionally();
    }
  }

  private static boolean isClosed(CompletableFuture<ContextConnection> future) {
    return future.isDone() && !future.isCompletedExceptionally() && !future.join().isOpen();
  }

  private static boolean isAnswer(ExecutionException e) {
    return e.getCause() instanceof RedisCommandExecutionException;
  }

  private NoAnswerException explain(Throwable trouble) {
    String message = RedisTrouble.explain(trouble);
    return message.startsWith("WRONGTYPE")
        ? NoAnswerException.wrongType(trouble)
        : new NoAnswerException(
            "Redis at " + RedisTrouble.place(FrugalClient.addresses(nodes)) + ": " + message,
            trouble);
  }

  private static long left(long end) {
    return Math.max(0, end - System.nanoTime());
  }
}
