package dev.bifrost.supervisor.redis;

import dev.bifrost.protocol.KeySpace;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis: one shared by all who write, over which commands are pipelined in order,
 * and dedicated ones for those who block. Usable from any thread.
 *
 * <p>Connects again by itself. Commands are refused while it is not connected, and one that was
 * under way when the connection broke fails and is not sent again: whoever sent it knows whether
 * and when to repeat it, and nothing piles up here.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration TIMER_TICK = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisClock clock = new RedisClock();
  private final HashedWheelTimer wheel;
  private final ClientResources resources;
  private final ScheduledThreadPoolExecutor later;
  private final Servers servers;
  private final RedisConnection shared;

  private RedisLink(RedisSettings settings) {
    this.settings = settings;
    // Times out commands and paces reconnections; the usual tick of 100 ms cost more than our work.
    this.wheel =
        new HashedWheelTimer(
            new DefaultThreadFactory("redis-timer", true),
            TIMER_TICK.toMillis(),
            TimeUnit.MILLISECONDS);
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(1)
            .timer(wheel)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.equalJitter(
                    SHORTEST_PAUSE,
                    LONGEST_PAUSE,
                    SHORTEST_PAUSE.toMillis(),
                    TimeUnit.MILLISECONDS))
            .build();
    this.later = new ScheduledThreadPoolExecutor(1, RedisLink::laterThread);
    this.servers = servers();
    this.shared = connectOrShutDown();
  }

  /**
   * Connects.
   *
   * @throws RedisTroubleException if Redis cannot be reached, does not let us in, or is a cluster
   *     and not addressed as one; nothing stays open
   */
  public static RedisLink open(RedisSettings settings) throws RedisTroubleException {
    RedisLink link;
    try {
      link = new RedisLink(settings);
    } catch (RedisException e) {
      RedisTrouble trouble = RedisTrouble.of(e);
      throw new RedisTroubleException(
          new RedisTrouble(trouble.kind(), settings.address() + ": " + trouble.reason()), e);
    }
    if (!link.shared.cluster() && OneServer.isNodeOfACluster(link.shared)) {
      link.close();
      throw new RedisTroubleException(
          new RedisTrouble(
              RedisTrouble.Kind.NOT_WHOLE,
              settings.address()
                  + " is one node of a Redis Cluster. Write the address as"
                  + " redis-cluster://host:port,… and set redis.hash-tags"),
          new RedisException("cluster_enabled:1"));
    }
    return link;
  }

  /** How keys are spelt. */
  public KeySpace keys() {
    return settings.keys();
  }

  /**
   * Commands over the shared connection.
   *
   * @throws RuntimeException from the commands themselves if the link is closed
   */
  public RedisClusterAsyncCommands<String, String> commands() {
    return shared.async();
  }

  /** A connection of its own for one who blocks; is closed with this link at the latest. */
  public RedisConnection dedicated() {
    return servers.connect();
  }

  /**
   * Hears what is published on these channels, over a connection of its own; is closed with this
   * link at the latest. Connecting blocks.
   *
   * @param listener called on Redis' threads; must not block
   * @throws RedisException if Redis cannot be reached
   */
  public Subscription subscribe(List<String> channels, Consumer<String> listener) {
    return Subscription.toChannels(servers.connectPubSub(), channels, listener);
  }

  /** The same for all channels that match a pattern; the listener is told their names only. */
  public Subscription subscribeToPattern(String pattern, Consumer<String> listener) {
    return Subscription.toPattern(servers.connectPubSub(), pattern, listener);
  }

  /** Says something on a channel; how many heard it, where that can be known. */
  public CompletionStage<Long> publish(String channel, String text) {
    return asked(() -> commands().publish(channel, text));
  }

  /** Runs a script over the shared connection; Redis is shown its text only if it has to be. */
  public CompletionStage<Reply> run(Script script, List<String> keys, List<String> arguments) {
    String[] allKeys = keys.toArray(String[]::new);
    String[] values = arguments.toArray(String[]::new);
    RedisClusterAsyncCommands<String, String> commands = shared.async();
    return RedisLink.<List<Object>>asked(
            () -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, allKeys, values))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(answer);
              }
              if (failure instanceof RedisNoScriptException) {
                return commands.<List<Object>>eval(
                    script.text(), ScriptOutputType.MULTI, allKeys, values);
              }
              return CompletableFuture.<List<Object>>failedStage(failure);
            })
        .thenCompose(stage -> stage)
        .thenApply(Reply::new);
  }

  /** What time it is at Redis; it is asked once in a second at most. */
  public CompletionStage<Instant> time() {
    Optional<Instant> known = clock.now();
    return known.isPresent() ? CompletableFuture.completedStage(known.get()) : askedTime();
  }

  private CompletionStage<Instant> askedTime() {
    return asked(() -> commands().time())
        .thenApply(
            parts ->
                Instant.ofEpochSecond(
                    Long.parseLong(parts.get(0)),
                    TimeUnit.MICROSECONDS.toNanos(Long.parseLong(parts.get(1)))))
        .thenApply(clock::read);
  }

  /**
   * Waits for an answer.
   *
   * @throws RedisTroubleException if there was none, or a refusal
   */
  public <T> T await(CompletionStage<T> answer) throws RedisTroubleException, InterruptedException {
    try {
      // The command has its own timeout; this bound is for the day on which that fails.
      return answer
          .toCompletableFuture()
          .get(settings.commandTimeout().toMillis() * 3, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      throw new RedisTroubleException(RedisTrouble.of(e), e);
    }
  }

  /** Does something later, on a thread of the link; never if the link is closed before. */
  public void later(Duration pause, Runnable what) {
    try {
      // Nobody waits for it: what it does tells its own outcome.
      ScheduledFuture<?> unused = later.schedule(what, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      log.debug("Not done after the link was closed: {}", what);
    }
  }

  /** Disconnects and lets the threads end; what is under way fails. Idempotent. */
  @Override
  public void close() {
    later.shutdownNow();
    servers.close();
    // Its threads are daemons and have nothing left to do: nobody needs to see them end.
    Object unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
    wheel.stop();
  }

  private static Thread laterThread(Runnable task) {
    Thread thread = new Thread(task, "redis-later");
    thread.setDaemon(true);
    return thread;
  }

  // A closed link throws in the call; whoever asks expects it of the answer.
  private static <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(new RedisException("The link is closed", e));
    }
  }

  private RedisConnection connectOrShutDown() {
    try {
      return servers.connect();
    } catch (RedisException e) {
      close();
      throw e;
    }
  }

  private Servers servers() {
    List<RedisURI> nodes = settings.address().nodes();
    nodes.forEach(node -> node.setTimeout(settings.commandTimeout()));
    return settings.address().isCluster()
        ? new ClusterServers(resources, options(settings), nodes)
        : new OneServer(resources, options(settings), nodes.get(0));
  }

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        // Nothing here needs the newer one, and every server and proxy speaks this.
        .protocolVersion(ProtocolVersion.RESP2)
        .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .build();
  }
}
