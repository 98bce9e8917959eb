package dev.bifrost.supervisor.http;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.supervisor.config.BearerToken;
import dev.bifrost.supervisor.config.Settings;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port, and those who are connected to it. The port is taken at once; everything that serves it
 * comes to life with the first connection, so a supervisor that nobody asks pays for a thread that
 * waits.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final int MOST_CONNECTIONS = 256;
  private static final int IDLE_SECONDS = 60;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int LARGEST_HEAD = 16 << 10;

  private final ServerSocketChannel socket;
  private final ByteSize bodyLimit;
  private final Access access;

  private HttpServer(ServerSocketChannel socket, ByteSize bodyLimit, Access access) {
    this.socket = socket;
    this.bodyLimit = bodyLimit;
    this.access = access;
  }

  /**
   * Takes the port and reads the token; nobody is answered yet, and nobody is refused.
   *
   * @throws IOException if the port is taken or not ours to take, or the token cannot be read
   */
  public static HttpServer bind(Settings.Http settings) throws IOException {
    Optional<BearerToken> token =
        settings.tokenFile().isPresent()
            ? Optional.of(BearerToken.read(settings.tokenFile().get()))
            : Optional.empty();
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.bind(new InetSocketAddress(settings.address(), settings.port()));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    return new HttpServer(socket, settings.bodyLimit(), new Access(token));
  }

  /** Where it listens, as a URL. */
  public String url() {
    try {
      InetSocketAddress address = (InetSocketAddress) socket.getLocalAddress();
      return "http://"
          + HostAndPort.fromParts(
              InetAddresses.toAddrString(address.getAddress()), address.getPort());
    } catch (IOException e) {
      throw new IllegalStateException("The port is closed", e);
    }
  }

  /** Begins to answer. */
  public void serve(Subjects subjects) {
    Routes routes = new Routes(routes(subjects), access);
    Thread thread = new Thread(() -> accept(routes), "http-accept");
    thread.setDaemon(true);
    thread.start();
  }

  /** Accepts nobody more; who is connected is cut off. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("The port was not closed", e);
    }
  }

  static List<Route> routes(Subjects subjects) {
    return Stream.of(
            new HealthRoutes(subjects.health()).all(),
            new MetricsRoutes(subjects).all(),
            new DocumentRoutes().all(),
            new ExecutionRoutes(subjects.link(), subjects.executions()).all(),
            new ActionRoutes(subjects.link(), subjects.executions()).all(),
            new EventRoutes(subjects.link(), subjects.executions()).all(),
            new ControlRoutes(subjects.link()).all(),
            new ViewRoutes(subjects.link(), subjects.queues()).all())
        .flatMap(List::stream)
        .toList();
  }

  private void accept(Routes routes) {
    try {
      SocketChannel first = socket.accept();
      Clients clients = new Clients(routes);
      try {
        for (SocketChannel next = first; ; next = socket.accept()) {
          clients.add(next);
        }
      } finally {
        clients.close();
      }
    } catch (ClosedChannelException e) {
      log.debug("The HTTP interface is closed");
    } catch (IOException | RuntimeException e) {
      log.error("The HTTP interface has failed; everything else goes on", e);
    }
  }

  /** Those who are connected; belongs to the thread that accepts them. */
  private final class Clients {

    private final MultiThreadIoEventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Routes routes;

    Clients(Routes routes) {
      this.routes = routes;
    }

    void add(SocketChannel connection) throws IOException {
      if (channels.size() >= MOST_CONNECTIONS) {
        connection.close();
        return;
      }
      Channel channel = new NioSocketChannel(null, connection);
      channel
          .pipeline()
          .addLast(
              new HttpServerCodec(LONGEST_LINE, LARGEST_HEAD, LARGEST_HEAD),
              new HttpServerKeepAliveHandler(),
              new IdleStateHandler(0, 0, IDLE_SECONDS),
              new BodyLimit(Math.toIntExact(bodyLimit.bytes())),
              new FlowControlHandler(),
              new Conversation(routes));
      channels.add(channel);
      Object unused = loop.register(channel);
    }

    void close() {
      // The threads are daemons: nobody waits for either.
      Object unused = channels.close();
      unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
