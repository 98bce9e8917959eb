package dev.bifrost.protocol;

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

  /** Set: every queue that was ever seen. */
  public String queues() {
    return namespace + ":queues";
  }

  /** Hash: registration and last heartbeat of a supervisor. */
  public String supervisor(String supervisorId) {
    return namespace + ":supervisor:" + supervisorId;
  }

  /** Pattern for SCAN that finds the keys of all supervisors. */
  public String supervisorPattern() {
    return namespace + ":supervisor:*";
  }

  /** Stream: start and end of every execution, supervisors and children coming and going. */
  public String events() {
    return namespace + ":events";
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
