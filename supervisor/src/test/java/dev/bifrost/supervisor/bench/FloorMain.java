package dev.bifrost.supervisor.bench;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The leanest program that does what a supervisor promises where nothing goes wrong: takes entries
 * from a queue, begins each durably, gives its ID to a child over a pipe, writes the result with
 * state and journal, then acknowledges. Two blocking sockets, as few threads as there are
 * directions, all commands pipelined. No cancelling, no lease, no retry, no limits, no logs.
 */
public final class FloorMain {

  static final String QUEUE = "floor:queue:default";
  private static final String EVENTS = "floor:events";

  /** Entries that are taken for each child: one runs, the others are begun meanwhile. */
  private static final int TAKEN_PER_CHILD = 4;

  private static final String BEGIN =
      """
      if redis.call('EXISTS', KEYS[2]) == 1 then return {'finished'} end
      local attempt = redis.call('HINCRBY', KEYS[1], 'attempt', 1)
      redis.call('HSET', KEYS[1], 'status', 'Running', 'queue', 'default', 'supervisor_id', ARGV[1],
        'receipt', ARGV[2], 'started_at', redis.call('TIME')[1])
      redis.call('XADD', KEYS[3], 'MAXLEN', '~', '10000', '*', 'type', 'started', 'data', ARGV[3])
      return {'begun', attempt, redis.call('GET', KEYS[4])}
      """;

  private static final String FINISH =
      """
      if redis.call('EXISTS', KEYS[2]) == 1 then return {'late'} end
      redis.call('SET', KEYS[2], ARGV[1], 'PX', 86400000)
      redis.call('HSET', KEYS[1], 'status', 'Success', 'finished_at', redis.call('TIME')[1])
      redis.call('XADD', KEYS[3], 'MAXLEN', '~', '10000', '*', 'type', 'finished', 'status',
        'Success', 'data', ARGV[2])
      for _, key in ipairs({KEYS[1], KEYS[3], KEYS[4]}) do redis.call('PEXPIRE', key, 86400000) end
      return {'written'}
      """;

  private final Wire queue;
  private final Wire redis;
  private final String begin;
  private final String finish;
  private final Semaphore room;
  private final Queue<Consumer<@Nullable Object>> answers = new ConcurrentLinkedQueue<>();
  private final Map<OutputStream, String> given = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Deque<OutputStream> idle = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Deque<String> begun = new ArrayDeque<>();

  private FloorMain(String uri, int children) throws IOException {
    queue = Wire.open(uri);
    redis = Wire.open(uri);
    begin = String.valueOf(redis.call("SCRIPT", "LOAD", BEGIN));
    finish = String.valueOf(redis.call("SCRIPT", "LOAD", FINISH));
    room = new Semaphore(children * TAKEN_PER_CHILD);
  }

  static String execution(String id, String part) {
    return "floor:exec:" + id + ":" + part;
  }

  /** Takes the address of Redis and the number of children; runs until it is killed. */
  @SuppressWarnings("SystemOut") // Tells that it is ready.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FloorMain floor = new FloorMain(arguments[0], Integer.parseInt(arguments[1]));
    floor.queue.call("XGROUP", "CREATE", QUEUE, "bifrost", "0", "MKSTREAM");
    for (int child = 0; child < Integer.parseInt(arguments[1]); child++) {
      floor.start(arguments[0]);
    }
    thread("answers", floor::answer);
    System.out.println("floor: ready");
    System.out.flush();
    floor.take();
  }

  private void start(String uri) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FloorChild.class.getName(), uri));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    synchronized (lock) {
      idle.add(process.getOutputStream());
    }
    thread("child", () -> listen(process));
  }

  private void take() throws IOException, InterruptedException {
    while (true) {
      room.acquire();
      int more = room.drainPermits();
      Object found =
          queue.call(
              "XREADGROUP",
              "GROUP",
              "bifrost",
              "floor",
              "COUNT",
              Integer.toString(1 + more),
              "BLOCK",
              "1000",
              "STREAMS",
              QUEUE,
              ">");
      int taken = 0;
      if (found instanceof List<?> streams && streams.get(0) instanceof List<?> stream) {
        List<?> entries = (List<?>) stream.get(1);
        taken = entries.size();
        for (Object entry : entries) {
          List<?> parts = (List<?>) entry;
          begin(String.valueOf(parts.get(0)), String.valueOf(((List<?>) parts.get(1)).get(1)));
        }
        flush();
      }
      room.release(1 + more - taken);
    }
  }

  private void begin(String receipt, String id) throws IOException {
    send(
        reply -> {
          synchronized (lock) {
            begun.add(id + " " + receipt);
          }
          assign();
        },
        "EVALSHA",
        begin,
        "4",
        execution(id, "state"),
        execution(id, "result"),
        execution(id, "events"),
        execution(id, "context"),
        "floor",
        receipt,
        "{\"attempt\":1}");
    send(reply -> {}, "XADD", EVENTS, "MAXLEN", "~", "10000", "*", "type", "started", "id", id);
  }

  private void assign() {
    OutputStream child;
    String next;
    synchronized (lock) {
      if (idle.isEmpty() || begun.isEmpty()) {
        return;
      }
      child = idle.remove();
      next = begun.remove();
    }
    give(child, next);
  }

  private void give(OutputStream child, String next) {
    given.put(child, next);
    try {
      child.write(
          (next.substring(0, next.indexOf(' ')) + "\n").getBytes(StandardCharsets.US_ASCII));
      child.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void listen(Process process) throws IOException {
    OutputStream child = process.getOutputStream();
    BufferedReader answered =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    for (String line = answered.readLine(); line != null; line = answered.readLine()) {
      String done = Objects.requireNonNull(given.get(child));
      synchronized (lock) {
        idle.add(child);
      }
      assign();
      room.release();
      finish(done.substring(done.indexOf(' ') + 1), line);
    }
  }

  private void finish(String receipt, String line) throws IOException {
    int blank = line.indexOf(' ');
    String id = line.substring(0, blank);
    String result =
        "{\"execution_id\":\""
            + id
            + "\",\"status\":\"Success\",\"success\":true,\"result\":"
            + line.substring(blank + 1)
            + ",\"logs\":[],\"metrics\":{},\"attempt\":1}";
    send(
        reply -> acknowledge(receipt, id),
        "EVALSHA",
        finish,
        "4",
        execution(id, "state"),
        execution(id, "result"),
        execution(id, "events"),
        execution(id, "context"),
        result,
        "{\"attempt\":1}");
    flush();
  }

  private void acknowledge(String receipt, String id) {
    try {
      send(reply -> {}, "XACK", QUEUE, "bifrost", receipt);
      send(reply -> {}, "XDEL", QUEUE, receipt);
      send(reply -> {}, "XADD", EVENTS, "MAXLEN", "~", "10000", "*", "type", "finished", "id", id);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer() throws IOException {
    while (true) {
      Object reply = redis.read();
      answers.remove().accept(reply);
      if (!redis.hasMore()) {
        flush();
      }
    }
  }

  // Whoever answers must stand in the queue in the order in which the commands leave.
  private void send(Consumer<@Nullable Object> answer, String... words) throws IOException {
    synchronized (redis) {
      answers.add(answer);
      redis.send(words);
    }
  }

  private void flush() throws IOException {
    synchronized (redis) {
      redis.flush();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(String name, Work work) {
    new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            name)
        .start();
  }
}
