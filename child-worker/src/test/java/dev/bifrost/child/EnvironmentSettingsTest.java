package dev.bifrost.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.KeySpace;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {

  @Test
  void anEmptyEnvironmentMeansTheDefaults() {
    assertEquals(ChildSettings.DEFAULT, new EnvironmentSettings(Map.of()).read());
  }

  @Test
  void everyVariableCounts() {
    ChildSettings settings =
        new EnvironmentSettings(
                Map.of(
                    "BIFROST_REDIS_URI", "rediss://:pw@redis.example:6380/2",
                    "BIFROST_REDIS_NAMESPACE", "acme",
                    "BIFROST_REDIS_HASH_TAGS", "true",
                    "BIFROST_CLASS_PATH", "a.jar" + File.pathSeparator + "classes",
                    "BIFROST_WORKSPACE_DIR", "/srv/work"))
            .read();

    assertEquals("rediss://:pw@redis.example:6380/2", settings.redisUri());
    assertEquals(new KeySpace("acme", true), settings.keys());
    assertEquals(List.of("a.jar", "classes"), settings.classPath());
    assertEquals("/srv/work", settings.workspace());
  }

  @Test
  void allProblemsAreNamedAtOnceWithoutCredentials() {
    EnvironmentSettings settings =
        new EnvironmentSettings(
            Map.of(
                "BIFROST_REDIS_URI", "http://user:s3cret@host",
                "BIFROST_REDIS_NAMESPACE", "not a name",
                "BIFROST_REDIS_HASH_TAGS", "perhaps"));

    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, settings::read).getMessage());

    assertTrue(message.contains("BIFROST_REDIS_URI"), message);
    assertTrue(message.contains("BIFROST_REDIS_NAMESPACE"), message);
    assertTrue(message.contains("BIFROST_REDIS_HASH_TAGS is \"perhaps\""), message);
    assertFalse(message.contains("s3cret"), message);
  }
}
