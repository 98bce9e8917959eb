package dev.bifrost.supervisor.gate;

/** What an execution waits for, other than a child; the word stands in its state. */
public enum WaitsFor {
  /** Others run with its concurrency key. */
  CONCURRENCY_KEY("concurrency_key"),
  /** The first with its idempotency key has no result yet. */
  IDEMPOTENCY_KEY("idempotency_key"),
  /** Its code crashed too often. */
  CIRCUIT_BREAKER("circuit_breaker");

  private final String word;

  WaitsFor(String word) {
    this.word = word;
  }

  /** As it stands in the state's field {@code waiting_for}. */
  public String word() {
    return word;
  }
}
