package dev.bifrost.supervisor.bench;

import java.util.Map;

/** The execution that is measured: reads what it gets, and answers with 100 bytes. */
public final class Nothing {

  private static final String ANSWER = "x".repeat(86);

  private Nothing() {}

  /** Does nothing. */
  public static Map<String, String> answer(String payload) {
    return Map.of("answer", payload.isEmpty() ? "" : ANSWER);
  }
}
