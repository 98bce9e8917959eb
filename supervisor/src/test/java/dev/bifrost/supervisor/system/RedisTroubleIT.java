package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trouble with Redis loses nothing, lets children live, and is over when it is over. */
final class RedisTroubleIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String WORKFLOWS = Workflows.class.getName();
  private static final int MANY = 200;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  /** What happens to Redis, until the supervisor has met it. */
  enum Trouble {
    /** As after a failover: it is a replica for a while. */
    READ_ONLY {
      @Override
      void inflict(Service service) {
        redis.commands().replicaof("127.0.0.1", 1);
        try {
          awaitComplaint(service, "read only replica");
        } finally {
          redis.commands().replicaofNoOne();
        }
      }
    },
    /** Its memory is used up for a while. */
    OUT_OF_MEMORY {
      @Override
      void inflict(Service service) {
        redis.commands().configSet("maxmemory", "1");
        try {
          awaitComplaint(service, "OOM command not allowed");
        } finally {
          redis.commands().configSet("maxmemory", "0");
        }
      }
    },
    /** It answers nobody for longer than a command waits. */
    PAUSED {
      @Override
      void inflict(Service service) {
        redis.commands().clientPause(3_000);
      }
    },
    /** All connections are reset, again and again. */
    RESET {
      @Override
      void inflict(Service service) {
        for (int time = 0; time < 5; time++) {
          long killed = redis.commands().clientKill(KillArgs.Builder.typeNormal());
          await("somebody to connect again")
              .atMost(LONG)
              .until(() -> redis.commands().clientList().lines().count() > 1 || killed == 0);
        }
      }
    },
    /** It forgets all scripts. */
    SCRIPTS_FORGOTTEN {
      @Override
      void inflict(Service service) {
        for (int time = 0; time < 20; time++) {
          redis.commands().scriptFlush();
        }
      }
    },
    /** The consumer group vanishes. */
    GROUP_VANISHED {
      @Override
      void inflict(Service service) {
        redis.commands().xgroupDestroy("bifrost:queue:default", "bifrost");
      }
    };

    abstract void inflict(Service service) throws IOException, InterruptedException;

    private static void awaitComplaint(Service service, String words) {
      await("the supervisor to say " + words)
          .atMost(LONG)
          .until(() -> service.output().contains(words));
    }
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void nothingIsLostChildrenLiveAndItGoesOn(Trouble trouble)
      throws IOException, InterruptedException {
    try (Service service = Service.start(folder, redis.uri(), 2)) {
      List<Long> children = children(service);
      client.send("long", context("greetAndWait", ",\"parameters\":{\"millis\":1500}"));
      await("the long one to run").atMost(LONG).until(() -> client.hasLogged("long"));
      IntStream.range(0, MANY).forEach(number -> client.send("n" + number, context("nothing", "")));

      trouble.inflict(service);

      await("all results after " + trouble)
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(100))
          .failFast("the service ended", () -> ProcessHandle.of(service.pid()).isEmpty())
          .until(() -> client.results() == MANY + 1 && client.queued() == 0);
      for (int number = 0; number < MANY; number++) {
        assertEquals(1, client.finishedEvents("n" + number), "n" + number);
      }
      assertTrue(client.result("long").orElseThrow().contains("\"status\":\"Success\""));
      assertEquals("1", client.state("long", "attempt").orElseThrow());
      assertEquals(children, children(service), service::output);
      client.send("after", context("nothing", ""));
      await("what is sent afterwards").atMost(LONG).until(() -> client.result("after").isPresent());
    }
  }

  private static List<Long> children(Service service) {
    return service.descendants().stream().map(ProcessHandle::pid).sorted().toList();
  }

  private static String context(String method, String more) {
    return "{\"function_name\":\"" + WORKFLOWS + "::" + method + "\"" + more + "}";
  }
}
