package dev.bifrost.supervisor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisTroubleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOADING Redis is loading the dataset in memory|LOADING|true",
        "READONLY You can't write against a read only replica.|READ_ONLY|true",
        "MASTERDOWN Link with MASTER is down|NOT_WHOLE|true",
        "CLUSTERDOWN The cluster is down|NOT_WHOLE|true",
        "OOM command not allowed when used memory > 'maxmemory'.|OUT_OF_MEMORY|true",
        "MISCONF Redis is configured to save RDB snapshots|DISK|true",
        "BUSY Redis is busy running a script.|BUSY|true",
        "NOAUTH Authentication required.|NOT_ALLOWED|true",
        "WRONGPASS invalid username-password pair|NOT_ALLOWED|true",
        "NOPERM this user has no permissions|NOT_ALLOWED|true",
        "WRONGTYPE Operation against a key|WRONG_TYPE|false",
        "NOGROUP No such key 'q' or consumer group|NO_GROUP|false",
        "BUSYGROUP Consumer Group name already exists|REFUSED|false",
        "ERR unknown command|REFUSED|false",
        "ERR Error running script (call to f_1): @user_script:2: -OOM command|OUT_OF_MEMORY|true",
        "ERR Error running script: @user_script:2: WRONGTYPE Operation|WRONG_TYPE|false",
      })
  void aRefusalIsOfItsKind(String message, RedisTrouble.Kind kind, boolean ofTheServer) {
    RedisTrouble trouble =
        RedisTrouble.of(new CompletionException(new RedisCommandExecutionException(message)));

    assertEquals(kind, trouble.kind());
    assertEquals(ofTheServer, trouble.kind().ofTheServer());
  }

  @Test
  void theReasonLeavesOutWhereInAScriptItWas() {
    RedisTrouble trouble =
        RedisTrouble.of(
            new RedisCommandExecutionException(
                "ERR Error running script (call to f_1): @user_script:2: WRONGTYPE Operation"));

    assertEquals("Redis refuses: WRONGTYPE Operation", trouble.reason());
  }

  @Test
  void silenceAndABrokenConnectionAreTroubleOfTheServer() {
    assertEquals(
        RedisTrouble.Kind.UNREACHABLE,
        RedisTrouble.of(new RedisCommandTimeoutException("late")).kind());
    assertEquals(
        RedisTrouble.Kind.UNREACHABLE,
        RedisTrouble.of(new RedisConnectionException("gone")).kind());
  }

  @Test
  void aRefusedPasswordIsNoBrokenConnection() {
    RedisTrouble trouble =
        RedisTrouble.of(
            new RedisConnectionException(
                "Unable to connect", new RedisCommandExecutionException("WRONGPASS invalid")));

    assertEquals(RedisTrouble.Kind.NOT_ALLOWED, trouble.kind());
  }

  @Test
  void aBugOfOursIsNoTroubleOfTheServer() {
    assertFalse(RedisTrouble.of(new IllegalStateException("ours")).kind().ofTheServer());
  }

  @ParameterizedTest
  @CsvSource({
    "redis://:secret@host:1, redis://***@host:1",
    "redis://user:s/e@cret@host, redis://***@host",
    "rediss://host:6380/2, rediss://host:6380/2",
  })
  void noPasswordIsShown(String uri, String shown) {
    assertEquals(shown, RedisAddress.masked(uri));
    assertTrue(
        RedisTrouble.of(new RedisConnectionException("no way to " + uri)).reason().endsWith(shown));
  }

  @Test
  void aBadAddressIsRefusedWithoutItsPassword() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new RedisAddress("http://:secret@host"));

    assertTrue(String.valueOf(refused.getMessage()).contains("http://***@host"));
    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
    assertEquals(null, refused.getCause());
  }
}
