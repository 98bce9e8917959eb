package dev.bifrost.protocol;

import java.util.Optional;

/**
 * Makes every Redis key of Bifrost; no other class spells one.
 *
 * @param namespace the first part of every key, so that several installations can share a server
 * @param hashTags whether the ID and the queue name stand in braces, which puts all keys of one
 *     execution, and all keys of one queue, into one slot of a Redis Cluster
 */
public record KeySpace(String namespace, boolean hashTags) {

  /** The keys as the contract spells them. */
  public static final KeySpace DEFAULT = new KeySpace("bifrost", false);

  /**
   * @throws IllegalArgumentException if {@code namespace} does not fit the grammar of identifiers
   */
  public KeySpace {
    Identifiers.check("a namespace", namespace);
  }

  /** String, JSON: the execution's context, written by the client. */
  public String context(ExecutionId id) {
    return execution(id, "context");
  }

  /** Pattern that the keys of all contexts match. */
  public String contextPattern() {
    return namespace + ":exec:*:context";
  }

  /** The execution whose context has this key; empty if it is no such key. */
  public Optional<ExecutionId> contextOf(String key) {
    String before = namespace + ":exec:" + (hashTags ? "{" : "");
    String after = (hashTags ? "}" : "") + ":context";
    if (!key.startsWith(before)
        || !key.endsWith(after)
        || key.length() <= before.length() + after.length()) {
      return Optional.empty();
    }
    String id = key.substring(before.length(), key.length() - after.length());
    try {
      return Optional.of(new ExecutionId(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Hash: where the execution stands. */
  public String state(ExecutionId id) {
    return execution(id, "state");
  }

  /** String, JSON: the one terminal result. */
  public String result(ExecutionId id) {
    return execution(id, "result");
  }

  /** Stream: the execution's journal. */
  public String events(ExecutionId id) {
    return execution(id, "events");
  }

  /** String, JSON: its presence cancels the execution. */
  public String cancel(ExecutionId id) {
    return execution(id, "cancel");
  }

  /** Stream: signals for the running execution. */
  public String signals(ExecutionId id) {
    return execution(id, "signals");
  }

  /** Stream: the queue's entries. */
  public String queue(QueueName queue) {
    return namespace + ":queue:" + tagged(queue.value());
  }

  /** Sorted set: executions of the queue that are due later, by due time in epoch milliseconds. */
  public String scheduled(QueueName queue) {
    return queue(queue) + ":scheduled";
  }

  /** Sorted set: executions of the queue that ran out of attempts, by time of death. */
  public String dead(QueueName queue) {
    return queue(queue) + ":dead";
  }

  /** Stream: entries of the queue that waited long enough, and are taken before all others. */
  public String front(QueueName queue) {
    return queue(queue) + ":front";
  }

  /** Hash: what operators changed of the queue at run time. */
  public String settings(QueueName queue) {
    return queue(queue) + ":settings";
  }

  /** String: when the next execution of the queue may begin under its rate, in microseconds. */
  public String rate(QueueName queue) {
    return queue(queue) + ":rate";
  }

  /** Sorted set: executions of the queue that wait for others to end, by the time they began to. */
  public String waiting(QueueName queue) {
    return queue(queue) + ":waiting";
  }

  /** Sorted set: executions that hold this concurrency key, by the time until which they do. */
  public String holders(KeyDigest concurrencyKey) {
    return namespace + ":concurrency:" + tagged(concurrencyKey.value()) + ":holders";
  }

  /** Sorted set: executions that wait for this concurrency key, in the order of their arrival. */
  public String waiters(KeyDigest concurrencyKey) {
    return namespace + ":concurrency:" + tagged(concurrencyKey.value()) + ":waiters";
  }

  /** Set: the concurrency keys for which somebody waits. */
  public String concurrency() {
    return namespace + ":concurrency";
  }

  /** String: the execution that runs for everyone with this idempotency key. */
  public String idempotency(KeyDigest idempotencyKey) {
    return namespace + ":idempotency:" + tagged(idempotencyKey.value());
  }

  /** Sorted set: executions that wait for the result of this one, to have it as their own. */
  public String followers(ExecutionId id) {
    return execution(id, "followers");
  }

  /** Hash: the circuit breaker of the code with this fingerprint; there while it is not closed. */
  public String breaker(KeyDigest fingerprint) {
    return namespace + ":breaker:" + tagged(fingerprint.value());
  }

  /** Sorted set: the last crashes of the code with this fingerprint, by time. */
  public String crashes(KeyDigest fingerprint) {
    return breaker(fingerprint) + ":crashes";
  }

  /** Set: the fingerprints whose circuit breakers are not closed. */
  public String breakers() {
    return namespace + ":breakers";
  }

  /** Set: every queue that was ever seen. */
  public String queues() {
    return namespace + ":queues";
  }

  /** Hash: registration and last heartbeat of a supervisor. */
  public String supervisor(String supervisorId) {
    return namespace + ":supervisor:" + supervisorId;
  }

  /** Channel: what operators tell this supervisor. */
  public String commands(String supervisorId) {
    return supervisor(supervisorId) + ":commands";
  }

  /** Channel: what operators tell all supervisors. */
  public String commands() {
    return namespace + ":supervisors:commands";
  }

  /** Channel: where the answer to one command is awaited. */
  public String replies(String command) {
    return namespace + ":supervisors:replies:" + command;
  }

  /** Pattern for SCAN that finds the keys of all supervisors. */
  public String supervisorPattern() {
    return namespace + ":supervisor:*";
  }

  /** Stream: start and end of every execution, supervisors and children coming and going. */
  public String events() {
    return namespace + ":events";
  }

  /** Stream: who did what; capped. */
  public String audit() {
    return namespace + ":audit";
  }

  /** String, JSON: the source of a module that workflows share. */
  public String module(ModulePath path) {
    return namespace + ":module:" + path.value();
  }

  /** Set: the paths of all modules. */
  public String moduleIndex() {
    return namespace + ":module:index";
  }

  /** Hash: recurring executions by name, as JSON. */
  public String recurring() {
    return namespace + ":" + tagged("recurring");
  }

  /** Sorted set: names of recurring executions by their next due time in epoch milliseconds. */
  public String recurringDue() {
    return recurring() + ":due";
  }

  /** Sorted set: IDs that have fired and are not sent yet, by when to send them. */
  public String recurringFirings() {
    return recurring() + ":firings";
  }

  /** Hash: what became of the firings of each recurring execution. */
  public String recurringStatus() {
    return recurring() + ":status";
  }

  /** String: which supervisor looks after recurring executions at this moment. */
  public String recurringTurn() {
    return recurring() + ":turn";
  }

  private String execution(ExecutionId id, String part) {
    return namespace + ":exec:" + tagged(id.value()) + ":" + part;
  }

  private String tagged(String name) {
    return hashTags ? "{" + name + "}" : name;
  }
}
