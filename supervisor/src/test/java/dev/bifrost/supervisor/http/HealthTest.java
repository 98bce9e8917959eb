package dev.bifrost.supervisor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Health and metrics from outside, with a dispatcher that the test plays. */
class HealthTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void aWellSupervisorIsReadyAndAlive() throws Exception {
    try (HttpBench bench = bench(vitals("running", true, Optional.empty(), "idle", "busy"))) {
      HttpCaller.Reply ready = bench.caller().get("/health/ready");

      assertEquals(200, ready.status(), ready.body());
      assertEquals("up", ready.json().path("status").asString());
      for (String part :
          List.of("dispatcher", "pools", "leases", "redis", "queues", "executions", "disk")) {
        assertEquals("up", part(ready, part).path("status").asString(), ready.body());
      }
      assertEquals(200, bench.caller().get("/health/live").status());
    }
  }

  @Test
  void aSaturatedSupervisorIsWell() throws Exception {
    try (HttpBench bench =
        bench(vitals("running", true, Optional.of(Duration.ofSeconds(4)), "busy", "busy"))) {
      HttpCaller.Reply ready = bench.caller().get("/health/ready");

      assertEquals(200, ready.status(), ready.body());
      assertTrue(ready.body().contains("saturated"), ready.body());
    }
  }

  @Test
  void withoutAReadyChildItIsAliveAndNotReady() throws Exception {
    try (HttpBench bench = bench(vitals("starting", true, Optional.empty(), "starting"))) {
      assertEquals(503, bench.caller().get("/health/ready").status());
      assertEquals(200, bench.caller().get("/health/live").status());
    }
  }

  @Test
  void aPoolWhoseChildrenDoNotStartIsDown() throws Exception {
    try (HttpBench bench = bench(vitals("running", false, Optional.empty(), "starting"))) {
      HttpCaller.Reply ready = bench.caller().get("/health/ready");

      assertEquals(503, ready.status());
      assertTrue(ready.body().contains("Its children cannot be started."), ready.body());
    }
  }

  @Test
  void whoDrainsIsNotReady() throws Exception {
    try (HttpBench bench = bench(vitals("draining", true, Optional.empty(), "busy"))) {
      assertEquals(503, bench.caller().get("/health/ready").status());
      assertEquals(200, bench.caller().get("/health/live").status());
    }
  }

  @Test
  void leasesThatAreNotRenewedAreAWarningAndThenTheEnd() throws Exception {
    try (HttpBench bench =
        bench(vitals("running", true, Optional.of(Duration.ofSeconds(11)), "busy"))) {
      HttpCaller.Reply late = bench.caller().get("/health/ready");
      assertEquals(200, late.status());
      assertEquals("warning", part(late, "leases").path("status").asString(), late.body());
    }
    try (HttpBench bench =
        bench(vitals("running", true, Optional.of(Duration.ofSeconds(16)), "busy"))) {
      assertEquals(503, bench.caller().get("/health/ready").status());
    }
  }

  @Test
  void anUnreachableRedisIsDownAndNoReasonToKillTheSupervisor() throws Exception {
    try (HttpBench bench = bench(vitals("running", true, Optional.empty(), "idle"))) {
      pause();
      try {
        HttpCaller.Reply ready = bench.caller().get("/health/ready");
        assertEquals(503, ready.status());
        assertEquals("down", part(ready, "redis").path("status").asString(), ready.body());
        assertEquals(200, bench.caller().get("/health/live").status());
        assertTrue(bench.caller().get("/metrics").body().contains("bifrost_redis_up 0.0"));
      } finally {
        REDIS.resume();
      }
    }
  }

  @Test
  void aDispatcherThatStandsStillIsNotAlive() throws Exception {
    // Fails at once as it would fail late: what is late is the caller's affair.
    Vitals.Source stalled = () -> CompletableFuture.failedFuture(new IllegalStateException("late"));
    try (HttpBench bench = HttpBench.open(REDIS.link(), Optional.empty(), stalled)) {
      HttpCaller.Reply live = bench.caller().get("/health/live");
      assertEquals(503, live.status());
      assertTrue(live.body().contains("has stalled"), live.body());
      assertEquals(503, bench.caller().get("/health/ready").status());
      assertTrue(bench.caller().get("/metrics").body().contains("bifrost_dispatcher_up 0.0"));
    }
  }

  @Test
  void metricsShowWhatStandsWhere() throws Exception {
    REDIS.commands().sadd("bifrost:queues", "default", "of-others");
    REDIS.commands().xadd("bifrost:queue:default", Map.of("execution_id", "x"));
    try (HttpBench bench =
        bench(vitals("running", true, Optional.of(Duration.ofSeconds(4)), "idle", "busy"))) {
      HttpCaller.Reply metrics = bench.caller().get("/metrics");

      assertEquals(200, metrics.status());
      assertEquals("text/plain; version=0.0.4; charset=utf-8", metrics.type());
      for (String line :
          List.of(
              "bifrost_children{pool=\"default\",state=\"busy\"} 1.0",
              "bifrost_children_max{pool=\"default\"} 2.0",
              "bifrost_queue_depth{queue=\"default\",state=\"waiting\"} 1.0",
              "bifrost_lease_age_seconds 4.0",
              "bifrost_redis_up 1.0",
              "bifrost_dispatcher_up 1.0",
              "bifrost_supervisor_info{version=\"test\"} 1")) {
        assertTrue(
            metrics.body().contains(line + "\n"), line + " is missing in\n" + metrics.body());
      }
      assertTrue(!metrics.body().contains("of-others"), "queues of others make no series here");
    }
  }

  private static void pause() throws IOException, InterruptedException {
    REDIS.pause();
  }

  private static HttpBench bench(Vitals vitals) throws Exception {
    return HttpBench.open(
        REDIS.link(), Optional.empty(), () -> CompletableFuture.completedFuture(vitals));
  }

  static Vitals vitals(String status, boolean healthy, Optional<Duration> lease, String... states) {
    List<Heartbeat.ChildEntry> children =
        List.of(states).stream()
            .map(
                state ->
                    new Heartbeat.ChildEntry(
                        "child",
                        Optional.empty(),
                        state,
                        Instant.EPOCH,
                        0,
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new Vitals(
        Duration.ofMillis(1),
        new Heartbeat(
            status,
            List.of(new Heartbeat.PoolEntry("default", 1, 2, healthy, Optional.empty(), children)),
            0),
        lease.isPresent() ? 1 : 0,
        lease);
  }

  private static JsonNode part(HttpCaller.Reply reply, String name) {
    for (JsonNode part : reply.json().path("parts")) {
      if (part.path("name").asString().equals(name)) {
        return part;
      }
    }
    throw new AssertionError("no " + name + " in " + reply.body());
  }
}
