package dev.bifrost.supervisor.config;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be configured, checked and complete. Spelling, default and range of every
 * component stand in {@link Keys}; what is said here is what it means.
 *
 * @param redis where executions come from
 * @param service what this supervisor is and where it keeps its things
 * @param pools where executions run, at least one
 * @param queues what holds for each queue that is served, in the order of the pools
 * @param child what holds for the children of all pools
 * @param limits most that one execution may take up in Redis
 */
public record Settings(
    Redis redis,
    Service service,
    List<Pool> pools,
    List<QueueSettings> queues,
    Child child,
    Limits limits) {

  /** Copies the lists. */
  public Settings {
    pools = List.copyOf(pools);
    queues = List.copyOf(queues);
  }

  /** What holds for a queue; empty if it is not served. */
  public Optional<QueueSettings> queue(QueueName name) {
    return queues.stream().filter(queue -> queue.name().equals(name)).findFirst();
  }

  /**
   * The connection to Redis.
   *
   * @param address where it is; empty for the embedded server
   * @param keys how keys are spelt
   * @param lease how long an execution is ours without news from us
   * @param contextDeadline how long a child waits for an execution's context before it reports
   *     Redis as unavailable
   * @param contextKeys whether an execution whose client only writes the context is queued
   */
  public record Redis(
      Optional<RedisAddress> address,
      KeySpace keys,
      Lease lease,
      Duration contextDeadline,
      boolean contextKeys) {}

  /**
   * The lease on executions that were taken.
   *
   * @param duration time without renewal after which another supervisor takes an execution over
   * @param renewal pause between two renewals; at most a third of {@code duration}, so that two may
   *     be lost
   */
  public record Lease(Duration duration, Duration renewal) {}

  /**
   * This supervisor.
   *
   * @param name for people only; its identity is an ID that is new at every start
   * @param queues the queues that it serves in all pools, at least one, none twice
   * @param stateDirectory where it keeps what must survive a restart, such as the embedded server's
   *     data; absolute
   * @param workspace the folder that {@code file_path} and commands are relative to, and the
   *     working directory of children; absolute
   * @param drainLimit time that running executions have to finish after the first SIGTERM
   * @param faces how people see it
   */
  public record Service(
      String name,
      List<QueueName> queues,
      Path stateDirectory,
      Path workspace,
      Duration drainLimit,
      Faces faces) {

    /** Copies the list. */
    public Service {
      queues = List.copyOf(queues);
    }
  }

  /**
   * How people see a supervisor.
   *
   * @param logs what it logs, and where
   * @param http its HTTP interface
   */
  public record Faces(Logs logs, Http http) {}

  /**
   * What it logs, and where.
   *
   * @param level least level that is logged
   * @param format how lines are written
   * @param directory the folder of the log files; absolute
   * @param files full files that are kept of each log beside the current one
   * @param fileSize size at which a file is full and the next one begins; 0 for no files
   */
  public record Logs(
      LogLevel level, LogFormat format, Path directory, int files, ByteSize fileSize) {}

  /**
   * Its HTTP interface.
   *
   * @param enabled whether there is one
   * @param address what it listens on; a loopback address, unless there is a token
   * @param port 0 for any that is free
   * @param portRequired whether somebody chose the port; a taken one is no reason to fail if not
   * @param tokenFile file with the token that requests have to bear; empty for none
   * @param bodyLimit largest body of a request
   */
  public record Http(
      boolean enabled,
      InetAddress address,
      int port,
      boolean portRequired,
      Optional<Path> tokenFile,
      ByteSize bodyLimit) {}

  /**
   * One pool of children.
   *
   * @param name its name
   * @param queues the queues that it serves, at least one; no other pool serves any of them
   * @param order how they take turns
   * @param children how many there are, and for how long
   * @param launch their command
   * @param classPath jars and folders with workflows, in order; absolute, and read by the engine,
   *     not by the JVM
   */
  public record Pool(
      String name,
      List<QueueName> queues,
      QueueOrder order,
      Children children,
      Launch launch,
      List<Path> classPath) {

    /** Copies the lists. */
    public Pool {
      queues = List.copyOf(queues);
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * How many children a pool has, and for how long.
   *
   * @param min children that are kept ready, 1 or more
   * @param max children at most, {@code min} or more
   * @param spares children that are kept ready beyond those that run
   * @param recycling when one is replaced
   */
  public record Children(int min, int max, int spares, Recycling recycling) {}

  /**
   * When a child is replaced; what is empty is no reason.
   *
   * @param executions after so many
   * @param age when it is so old
   * @param resident when it has so much resident memory after an execution
   * @param heap when it has so much heap in use after its last garbage collection
   */
  public record Recycling(
      OptionalInt executions,
      Optional<Duration> age,
      Optional<ByteSize> resident,
      Optional<ByteSize> heap) {

    /** Never. */
    public static final Recycling NEVER =
        new Recycling(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What holds for the children of all pools.
   *
   * @param timing how long they may take
   * @param breaker when code that ends them over and over is paused
   * @param headroom memory that they leave free
   */
  public record Child(Timing timing, Breaker breaker, ByteSize headroom) {}

  /**
   * The command that starts a child.
   *
   * @param java the {@code java} program
   * @param jar the child's jar
   * @param heap its largest heap
   * @param metaspace its largest space for classes
   * @param flags further flags of its JVM, after our own
   * @param environment the whole environment that it gets
   */
  public record Launch(
      Path java,
      Path jar,
      ByteSize heap,
      ByteSize metaspace,
      List<String> flags,
      Map<String, String> environment) {

    /** Copies list and map. */
    public Launch {
      flags = List.copyOf(flags);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * How long a child may take.
   *
   * @param start from its start to its first message
   * @param grace from the timeout or the cancellation of an execution, which interrupts it, to
   *     SIGTERM
   * @param killAfter from SIGTERM to SIGKILL
   */
  public record Timing(Duration start, Duration grace, Duration killAfter) {}

  /**
   * When code that ends its child over and over is paused.
   *
   * @param crashes so many pause it; 0 for never
   * @param within how long a crash counts
   * @param pause how long nothing of it runs, before one execution may try
   */
  public record Breaker(int crashes, Duration within, Duration pause) {}

  /**
   * Most that one execution may take up in Redis.
   *
   * @param child what a child cuts off or refuses: the result and the log lines in it
   * @param resultTtl time that result, state and journal are kept after the end, where the queue
   *     says nothing else
   * @param context largest context that is read
   * @param journal entries that a journal is capped at, about
   */
  public record Limits(
      ChildSettings.Limits child, Duration resultTtl, ByteSize context, int journal) {}
}
