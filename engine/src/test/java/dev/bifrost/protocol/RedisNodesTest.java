package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisNodesTest {

  @Test
  void aClusterIsNamedBySomeOfItsServers() {
    assertEquals(
        new RedisNodes(true, List.of("redis://u:p@a:1", "redis://u:p@b:2", "redis://u:p@[::1]:3")),
        RedisNodes.of("redis-cluster://u:p@a:1,b:2, [::1]:3"));
    assertEquals(new RedisNodes(true, List.of("rediss://a")), RedisNodes.of("rediss-cluster://a/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://h:1/0", "rediss://h", "redis-sentinel://h:1,i:2/0#m", "what is this?"})
  void anyOtherAddressStandsForItself(String uri) {
    assertEquals(new RedisNodes(false, List.of(uri)), RedisNodes.of(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis-cluster://",
        "redis-cluster://:secret@",
        "redis-cluster://:secret@a:1/0",
        "redis-cluster://:secret@a:1,,b:2",
        "redis-cluster://:secret@a:1?x=1"
      })
  void aMalformedAddressIsRefusedWithoutItsPassword(String uri) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> RedisNodes.of(uri));

    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
  }
}
