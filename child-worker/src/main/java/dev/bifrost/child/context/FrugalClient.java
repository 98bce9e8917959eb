package dev.bifrost.child.context;

import dev.bifrost.protocol.RedisNodes;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;

/**
 * A Lettuce client for one connection (on a cluster, one to each server that is needed) and one
 * command at a time, with everything left out that a child would pay for and not use: one thread
 * for the network, one for callbacks, a timer that does not tick, no metrics, no events, no native
 * transports, no resolver of its own.
 */
final class FrugalClient implements AutoCloseable {

  /** Read by Netty and Lettuce when their classes load; what somebody else set stays. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "io.lettuce.core.epoll", "false",
          "io.lettuce.core.kqueue", "false",
          "io.lettuce.core.iouring", "false",
          "io.lettuce.core.jfr", "false",
          "io.netty.allocator.type", "unpooled",
          "io.netty.recycler.maxCapacityPerThread", "0",
          "io.netty.leakDetection.level", "disabled",
          // Both are otherwise found out by asking every network interface.
          "io.netty.machineId", "00:00:00:00:00:00:00:01",
          "io.netty.processId", "1");

  private static final class NoEvents implements EventBus {

    @Override
    public Flux<Event> get() {
      return Flux.never();
    }

    @Override
    public void publish(Event event) {}
  }

  private static final class Unpooled implements NettyCustomizer {

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
      bootstrap.option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT);
    }
  }

  private final AbstractRedisClient client;
  private final Supplier<CompletableFuture<ContextConnection>> connector;
  private final ClientResources resources;
  private final Timer timer;
  private final EventExecutorGroup callbacks;
  private final DefaultEventLoopGroupProvider network;

  private FrugalClient(Duration connectTimeout, RedisNodes nodes) {
    timer = new QuietTimer();
    callbacks =
        new DefaultEventExecutorGroup(1, new DefaultThreadFactory("child-redis-callback", true));
    network =
        new DefaultEventLoopGroupProvider(
            1, name -> new DefaultThreadFactory("child-redis-network", true));
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(network)
            .eventExecutorGroup(callbacks)
            .timer(timer)
            .eventBus(new NoEvents())
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .nettyCustomizer(new Unpooled())
            .build();
    ClientOptions options =
        ClientOptions.builder()
            // A read that finds the connection closed opens another; nothing else needs one.
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .protocolVersion(ProtocolVersion.RESP2)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder().connectTimeout(connectTimeout).keepAlive(true).build())
            .build();
    if (nodes.cluster()) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, addresses(nodes));
      cluster.setOptions(
          ClusterClientOptions.builder(options)
              // The first command for a server opens the connection to it, and has to wait.
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
              .build());
      client = cluster;
      connector =
          () ->
              cluster
                  .refreshPartitionsAsync()
                  .thenCompose(known -> cluster.connectAsync(StringCodec.UTF8))
                  .toCompletableFuture()
                  .thenApply(ContextConnection::new);
    } else {
      RedisURI address = addresses(nodes).get(0);
      RedisClient single = new SingleServerClient(resources, address);
      single.setOptions(options);
      client = single;
      connector =
          () ->
              single
                  .connectAsync(StringCodec.UTF8, address)
                  .toCompletableFuture()
                  .thenApply(ContextConnection::new);
    }
  }

  /** Starts no thread yet. */
  static FrugalClient create(Duration connectTimeout, RedisNodes nodes) {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    return new FrugalClient(connectTimeout, nodes);
  }

  /** The addresses, less what Lettuce would tell the servers about itself. */
  static List<RedisURI> addresses(RedisNodes nodes) {
    List<RedisURI> addresses = nodes.uris().stream().map(RedisURI::create).toList();
    for (RedisURI address : addresses) {
      address.setLibraryName("");
      address.setLibraryVersion("");
    }
    return addresses;
  }

  /** Opens a connection. */
  CompletableFuture<ContextConnection> connect() {
    return connector.get();
  }

  @Override
  public void close() {
    // Each ends in its own time on its own daemon threads; nobody waits for that, and the timer,
    // which the others need for it, goes last.
    client
        .shutdownAsync(0, 0, TimeUnit.SECONDS)
        .whenComplete(
            (closed, trouble) -> {
              timer.stop();
              callbacks.shutdownGracefully(0, 0, TimeUnit.SECONDS).isDone();
              network.shutdown(0, 0, TimeUnit.SECONDS).isDone();
              resources.shutdown(0, 0, TimeUnit.SECONDS).isDone();
            })
        .isDone();
  }
}
