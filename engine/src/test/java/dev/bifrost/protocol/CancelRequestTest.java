package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CancelRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "{'by':'alice','reason':'late'} | alice | late",
        "{'by':'alice'} | alice | -",
        "{'by':null,'reason':null} | unknown | -",
        "{'by':7,'reason':7} | 7 | -",
        "{'by':{},'reason':[]} | unknown | -",
        "{} | unknown | -",
        "[] | unknown | -",
        "1 | unknown | -",
        "because | unknown | because",
        "{'by': | unknown | {'by':",
      })
  void whateverStandsInTheKeyIsARequest(String text, String by, String reason) {
    assertEquals(
        new CancelRequest(by, reason == null ? null : reason.replace('\'', '"')),
        CancelRequest.parse(text.replace('\'', '"')));
  }

  @Test
  void anEmptyKeyIsARequestToo() {
    assertEquals(new CancelRequest("unknown", null), CancelRequest.parse(""));
    assertEquals(new CancelRequest("unknown", null), CancelRequest.parse(" \n"));
  }

  @Test
  void itDescribesItselfInOneClause() {
    assertEquals("by alice: late", new CancelRequest("alice", "late").describe());
    assertEquals("by alice", new CancelRequest("alice", null).describe());
  }
}
