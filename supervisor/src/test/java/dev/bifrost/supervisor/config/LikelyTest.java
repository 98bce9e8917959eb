package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelyTest {

  private static final List<String> KNOWN = List.of("serve", "submit", "queues", "ps");

  @ParameterizedTest
  @CsvSource({"sumbit, submit", "server, serve", "queue, queues", "p, ps"})
  void isTheNearest(String written, String meant) {
    assertEquals(Optional.of(meant), Likely.among(KNOWN, written));
  }

  @Test
  void isNobodyWhereNothingIsNear() {
    assertEquals(Optional.empty(), Likely.among(KNOWN, "recycle"));
    assertEquals(Optional.empty(), Likely.among(List.of(), "x"));
  }
}
