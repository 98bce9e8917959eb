package dev.bifrost.supervisor.chaos;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis, supervisors with the usual leases, and executions, for one figure. */
final class Stage implements AutoCloseable {

  private static final KeySpace KEYS = KeySpace.DEFAULT;

  private final Path folder;
  private final Path runs;
  private final ChaosRedis redis;
  private final List<Member> members = new ArrayList<>();

  private Stage(Path folder, ChaosRedis redis, String configuration) throws IOException {
    this.folder = folder;
    this.redis = redis;
    this.runs = Files.createDirectory(folder.resolve("runs"));
    Files.writeString(folder.resolve("bifrost.yaml"), configuration);
  }

  /** Everything as usual, but that children are small. */
  static Stage set() throws IOException, InterruptedException {
    return set("");
  }

  /** The same, and code that crashes again and again is not paused for that. */
  static Stage withoutBreaker() throws IOException, InterruptedException {
    return set("breaker: {crashes: 0}\n");
  }

  private static Stage set(String more) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bifrost-chaos-");
    return new Stage(
        folder,
        ChaosRedis.start(folder),
        "child: {heap: 32m, flags: -XX:TieredStopAtLevel=1}\nhttp: {enabled: false}\n" + more);
  }

  ChaosRedis redis() {
    return redis;
  }

  Path runs() {
    return runs;
  }

  /** Starts a supervisor and waits until all of its children wait for work. */
  Member member(int children) throws IOException, InterruptedException {
    String name = "supervisor-" + (members.size() + 1);
    Member member = Member.start(folder, name, redis.uri(), children, Optional.empty());
    members.add(member);
    member.awaitReady();
    awaitReadyChildren(member, children);
    return member;
  }

  /** Waits until so many of its children have been ready, dead ones included. */
  void awaitReadyChildren(Member member, int count) throws InterruptedException {
    Patience.until(
        count + " children of " + member.name(),
        () -> member.output().split(" is ready after", -1).length > count);
  }

  /** Sends an execution of one of {@link ChaosWorkflows}; {@code more} is the rest of its JSON. */
  ExecutionId send(String id, String function, String more) {
    ExecutionId execution = new ExecutionId(id);
    String context =
        "{\"function_name\": \"" + ChaosWorkflows.class.getName() + "::" + function + "\"" + more;
    redis.commands().set(KEYS.context(execution), context + "}");
    redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", id));
    return execution;
  }

  /** Sends one that works for so long. */
  ExecutionId sendWork(String id, int millis) {
    return send(
        id, "work", ", \"parameters\": {\"folder\": \"" + runs + "\", \"millis\": " + millis + "}");
  }

  /** Asks for its end. */
  void cancel(ExecutionId id) {
    redis.commands().set(KEYS.cancel(id), "{\"by\": \"chaos\"}");
  }

  void awaitResults(List<ExecutionId> ids) throws InterruptedException {
    List<ExecutionId> missing = new ArrayList<>(ids);
    while (!missing.isEmpty()) {
      ExecutionId next = missing.remove(missing.size() - 1);
      Patience.until("the result of " + next, () -> hasResult(next));
    }
  }

  /** When Redis took such an entry into the journal, epoch milliseconds; one for each. */
  List<Long> times(ExecutionId id, String type) {
    return redis.commands().xrange(KEYS.events(id), Range.unbounded()).stream()
        .filter(entry -> type.equals(entry.getBody().get("type")))
        .map(entry -> Long.valueOf(entry.getId().split("-", -1)[0]))
        .toList();
  }

  /** What an attempt wrote when it started. */
  Optional<Runs.Note> start(ExecutionId id, int attempt) {
    return Runs.read(runs, id).attempts().getOrDefault(attempt, List.of()).stream()
        .filter(note -> note.what().equals("start"))
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    members.forEach(Member::destroy);
    redis.close();
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private boolean hasResult(ExecutionId id) {
    try {
      return redis.commands().exists(KEYS.result(id)) > 0;
    } catch (RedisException e) {
      return false;
    }
  }
}
