package dev.bifrost.child.context;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.RedisNodes;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads contexts from Redis over one connection, which is opened when it is needed and opened again
 * after an outage. One deadline covers connecting, authentication and the command.
 */
public final class RedisContextStore implements ContextStore {

  private final RedisNodes nodes;
  private final KeySpace keys;
  private final Duration deadline;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable FrugalClient client;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<ContextConnection> connection;

  private RedisContextStore(RedisNodes nodes, KeySpace keys, Duration deadline) {
    this.nodes = nodes;
    this.keys = keys;
    this.deadline = deadline;
  }

  /**
   * The store that the settings name. One with an address that is none answers every lookup with
   * the reason: an ID that was sent has to be answered.
   */
  public static ContextStore open(ChildSettings settings) {
    try {
      RedisNodes nodes = RedisNodes.of(settings.redisUri());
      List<RedisURI> unused = FrugalClient.addresses(nodes);
      return new RedisContextStore(nodes, settings.keys(), settings.contextDeadline());
    } catch (IllegalArgumentException e) {
      // The exception's own message may repeat the address, password included.
      return new NoContextStore(
          "the configured address is no Redis URI; allowed are redis://, rediss://,"
              + " redis-sentinel:// and redis-cluster:// with a host");
    }
  }

  @Override
  public void prepare() {
    connect().isDone(); // How it went is seen by the first read.
  }

  @Override
  public ContextLookup read(ExecutionId id) {
    long end = System.nanoTime() + deadline.toNanos();
    boolean hadConnection = isConnected();
    try {
      try {
        return get(keys.context(id), end);
      } catch (ExecutionException e) {
        if (!hadConnection || isAnswer(e)) {
          throw e;
        }
        // The connection died since the last execution; that says nothing about Redis now.
        disconnect();
        return get(keys.context(id), end);
      }
    } catch (ExecutionException e) {
      return explain(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      disconnect(); // What is on its way in this connection is not known any more.
      return new ContextLookup.Unreachable(
          "Redis at "
              + place()
              + " did not answer within "
              + RedisTrouble.describe(deadline)
              + ", the deadline for reading a context");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ContextLookup.Unreachable("the reading was interrupted");
    } catch (RuntimeException e) {
      return explain(e);
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

  private ContextLookup get(String key, long end)
      throws ExecutionException, TimeoutException, InterruptedException {
    ContextConnection open = connect().get(left(end), TimeUnit.NANOSECONDS);
    String json = open.get(key).get(left(end), TimeUnit.NANOSECONDS);
    return json == null ? new ContextLookup.Missing() : new ContextLookup.Found(json);
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

  private ContextLookup explain(Throwable trouble) {
    String message = RedisTrouble.explain(trouble);
    if (message.startsWith("WRONGTYPE")) {
      return new ContextLookup.Unusable("Its key holds no string but another type of value.");
    }
    return new ContextLookup.Unreachable("Redis at " + place() + ": " + message);
  }

  private String place() {
    return RedisTrouble.place(FrugalClient.addresses(nodes));
  }

  private static long left(long end) {
    return Math.max(0, end - System.nanoTime());
  }
}
