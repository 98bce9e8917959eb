package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChildSettingsTest {

  @Test
  void whatIsNotSaidHasItsDefault() {
    assertEquals(ChildSettings.DEFAULT, ChildSettings.parse("{}"));
    assertEquals("redis://127.0.0.1:6379", ChildSettings.DEFAULT.redisUri());
    assertEquals(ByteSize.ofMebibytes(8), ChildSettings.DEFAULT.limits().result());
  }

  @Test
  void everyFieldIsReadAndWritten() {
    String json =
        "{\"worker_id\":\"w\",\"redis_uri\":\"redis://h:1\",\"namespace\":\"n\",\"hash_tags\":true,"
            + "\"context_deadline_ms\":1,\"workspace\":\"/w\",\"grace_ms\":2,"
            + "\"result_limit_bytes\":3,\"log_limit_lines\":4,\"log_limit_bytes\":5,"
            + "\"line_limit_bytes\":6,\"code_cache\":\"/c\",\"class_path\":[\"/a.jar\",\"/b\"]}";
    ChildSettings settings =
        new ChildSettings(
            "w",
            "redis://h:1",
            new KeySpace("n", true),
            Duration.ofMillis(1),
            List.of("/a.jar", "/b"),
            "/w",
            Duration.ofMillis(2),
            new Limits(new ByteSize(3), 4, new ByteSize(5), new ByteSize(6)),
            Optional.of("/c"));

    assertEquals(settings, ChildSettings.parse(json));
    assertEquals(json, settings.toJson().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'worker_id':7} | worker_id: must be text",
        "{'redis_uri':[]} | redis_uri: must be text",
        "{'namespace':'a b'} | namespace: Not a namespace",
        "{'hash_tags':'yes'} | hash_tags: must be true or false",
        "{'context_deadline_ms':-1} | context_deadline_ms: must be a whole number",
        "{'grace_ms':1e999999999} | grace_ms: must be a whole number",
        "{'workspace':false} | workspace: must be text",
        "{'class_path':'a.jar'} | class_path: must be an array of text",
        "{'class_path':[7]} | class_path: must be an array of text",
        "{'result_limit_bytes':'8m'} | result_limit_bytes: must be a whole number",
        "{'log_limit_lines':1000001} | log_limit_lines: must be a whole number",
        "{'log_limit_bytes':null,'line_limit_bytes':0.5} | line_limit_bytes: must be a whole number",
      })
  void whatIsUnfitNamesItself(String json, String part) {
    String message = IdentifiersTest.refusal(() -> ChildSettings.parse(json.replace('\'', '"')));

    assertTrue(message.contains(part), message);
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    String message =
        IdentifiersTest.refusal(
            () ->
                ChildSettings.parse(
                    "{\"worker_id\":1,\"namespace\":\"\",\"grace_ms\":-1,\"class_path\":1}"));

    for (String field : List.of("worker_id:", "namespace:", "grace_ms:", "class_path:")) {
      assertTrue(message.contains(field), message);
    }
  }

  @Test
  void aSecretInTheAddressIsNotInAMessage() {
    String message =
        IdentifiersTest.refusal(
            () -> ChildSettings.parse("{\"redis_uri\":\"redis://:hunter2@h\",\"worker_id\":1}"));

    assertTrue(!message.contains("hunter2"), message);
  }

  @Test
  void theLongestMessageHoldsTheLimitsAndFitsAnArray() {
    assertTrue(Limits.DEFAULT.longestMessage() > Limits.DEFAULT.result().bytes());
    Limits most =
        new Limits(
            new ByteSize(1L << 30), 1_000_000, new ByteSize(1L << 30), new ByteSize(1L << 30));
    assertEquals(Integer.MAX_VALUE - 16, most.longestMessage());
  }
}
