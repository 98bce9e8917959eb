package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.supervisor.config.LogFormat;
import dev.bifrost.supervisor.config.LogLevel;
import dev.bifrost.supervisor.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

/** What the service logs, and where. */
class LoggingTest {

  @TempDir private Path folder;

  @AfterEach
  void quiet() {
    ((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    Logging.quiet();
  }

  @Test
  void supervisorAndChildrenHaveAFileEach() throws IOException {
    Logging.forService(service(LogFormat.TEXT, 10 << 20));

    LoggerFactory.getLogger("dev.bifrost.supervisor.Some").info("of the supervisor");
    LoggerFactory.getLogger("dev.bifrost.child.output").info("of a child");

    assertTrue(read("worker_anna_s_host.log").contains("INFO  Some - of the supervisor"));
    assertFalse(read("worker_anna_s_host.log").contains("of a child"));
    assertTrue(read("worker_anna_s_host_children.log").contains("of a child"));
  }

  @Test
  void jsonLinesCarryTheIdsOfTheMdc() throws IOException, MalformedJsonException {
    Logging.forService(service(LogFormat.JSON, 10 << 20));

    MDC.put("execution_id", "x");
    LoggerFactory.getLogger("a.B").warn("two\nlines {}", 1, new IllegalStateException("why"));
    MDC.remove("execution_id");

    JsonNode line = Json.read(read("worker_anna_s_host.log").strip());
    assertEquals("WARN", line.path("level").asString());
    assertEquals("two\nlines 1", line.path("message").asString());
    assertEquals("x", line.path("execution_id").asString());
    assertTrue(line.path("exception").asString().contains("IllegalStateException: why"));
    assertTrue(line.path("timestamp").asString().endsWith("Z"));
  }

  @Test
  void theLevelCanBeChangedWhileItRuns() throws IOException {
    Logging.forService(service(LogFormat.TEXT, 10 << 20));
    Logger log = LoggerFactory.getLogger("a.B");
    log.debug("too fine");

    Logging.level(LogLevel.DEBUG);
    log.debug("fine enough");

    assertFalse(read("worker_anna_s_host.log").contains("too fine"));
    assertTrue(read("worker_anna_s_host.log").contains("fine enough"));
  }

  @Test
  void sizeZeroMeansNoFiles() throws IOException {
    Logging.forService(service(LogFormat.TEXT, 0));

    LoggerFactory.getLogger("a.B").info("to standard error only");

    assertFalse(Files.exists(folder.resolve("logs")));
  }

  @Test
  void theAuditIsAFileOfItsOwnBesideTheState() throws IOException {
    Logging.forService(service(LogFormat.TEXT, 10 << 20));

    LoggerFactory.getLogger("dev.bifrost.audit").info("{}", "{\"action\":\"cancel\"}");

    assertEquals("{\"action\":\"cancel\"}\n", Files.readString(folder.resolve("audit.jsonl")));
    assertFalse(read("worker_anna_s_host.log").contains("cancel"));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("logs").resolve(file));
  }

  private Settings.Service service(LogFormat format, long size) {
    return new Settings.Service(
        "anna's host",
        List.of(),
        folder,
        folder,
        Duration.ZERO,
        new Settings.Faces(
            new Settings.Logs(LogLevel.INFO, format, folder.resolve("logs"), 2, new ByteSize(size)),
            new Settings.Http(
                false,
                InetAddresses.forString("127.0.0.1"),
                0,
                false,
                Optional.empty(),
                new ByteSize(1))));
  }
}
