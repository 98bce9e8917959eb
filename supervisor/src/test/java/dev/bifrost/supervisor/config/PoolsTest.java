package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pools and queues, each with keys of its own. */
class PoolsTest {

  private static final String TWO_POOLS =
      """
      pools:
        builds: {queues: builds, children.max: 1, heap: 1g}
        web: {queues: [mails, reports]}
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void makeHost() {
    bench = new Bench(folder);
  }

  @Test
  void whatAPoolDoesNotSayItHasFromTheKeysOfAll() throws ConfigurationException {
    Settings settings =
        bench.file(TWO_POOLS + "child.heap: 64m\npool.children: {min: 2, max: 3}\n").settings();

    assertEquals(List.of("builds", "web"), settings.pools().stream().map(p -> p.name()).toList());
    assertEquals(ByteSize.ofMebibytes(1024), settings.pools().get(0).launch().heap());
    assertEquals(ByteSize.ofMebibytes(64), settings.pools().get(1).launch().heap());
    assertEquals(1, settings.pools().get(0).children().min());
    assertEquals(1, settings.pools().get(0).children().max());
    assertEquals(3, settings.pools().get(1).children().max());
    assertEquals("[builds, mails, reports]", settings.service().queues().toString());
  }

  @Test
  void whatAQueueDoesNotSayItHasFromTheKeysOfAll() throws ConfigurationException {
    bench.file(
        TWO_POOLS + "queues.mails: {max-jobs: 5, backoff: 3s, rate: 5/h}\nretry.max-attempts: 4\n");

    QueueSettings mails = bench.settings().queue(new QueueName("mails")).orElseThrow();
    QueueSettings reports = bench.settings().queue(new QueueName("reports")).orElseThrow();

    assertEquals(OptionalInt.of(5), mails.bounds().maxJobs());
    assertEquals("Optional[5/h]", mails.bounds().rate().toString());
    assertEquals(Duration.ofSeconds(3), mails.retry().backoff());
    assertEquals(4, mails.retry().maxAttempts());
    assertEquals(OptionalInt.empty(), reports.bounds().maxJobs());
    assertEquals(Duration.ofSeconds(1), reports.retry().backoff());
  }

  @Test
  void nestedAndDottedAreTheSame() throws ConfigurationException {
    bench.file("pools.a.b.children.max: 7\npools.a.b.queues: x.y\nqueues: {x.y.weight: 2}\n");

    Settings.Pool pool = bench.settings().pools().get(0);

    assertEquals("a.b", pool.name());
    assertEquals(7, pool.children().max());
    assertEquals(2, bench.settings().queues().get(0).share().weight());
  }

  @Test
  void queuesWithKeysAreServedWithoutBeingListed() throws ConfigurationException {
    bench.file("queues:\n  mails: {max-jobs: 5}\n  reports: {}\n  builds:\n");

    assertEquals("[mails, reports, builds]", bench.settings().service().queues().toString());
    assertEquals("default", bench.settings().pools().get(0).name());
  }

  @Test
  void theCommandLineSelectsQueues() throws ConfigurationException {
    bench.file(TWO_POOLS + "queues.mails.max-jobs: 5\n").option("queues", "--queue", "reports");

    Settings settings = bench.settings();

    assertEquals(1, settings.pools().size());
    assertEquals("web", settings.pools().get(0).name());
    assertEquals("[reports]", settings.service().queues().toString());
    assertEquals(
        "[reports]",
        new Bench(folder)
            .file("queues: {mails: {max-jobs: 5}, reports: {max-jobs: 2}}")
            .option("queues", "--queue", "reports")
            .settings()
            .service()
            .queues()
            .toString());
  }

  @Test
  void anOptionWinsOverTheKeyOfTheOnlyPool() throws ConfigurationException {
    bench.file("pools.builds: {queues: builds, children: {min: 1, max: 2}}\n");
    bench.option("pool.children.min", "--children", "5");
    bench.option("pool.children.max", "--children", "5");

    Settings.Children children = bench.settings().pools().get(0).children();

    assertEquals(5, children.min());
    assertEquals(5, children.max());
  }

  @Nested
  class InTheEnvironment {

    @Test
    void aVariableNamesPoolAndKey() throws ConfigurationException {
      bench.file(TWO_POOLS).variable("BIFROST_POOLS_BUILDS_HEAP", "2g");

      assertEquals("2g from BIFROST_POOLS_BUILDS_HEAP", bench.value("pools.builds.heap"));
      assertEquals(
          Optional.of(ByteSize.ofMebibytes(2048)),
          bench.settings().pools().stream().map(pool -> pool.launch().heap()).findFirst());
    }

    @Test
    void aKnownNameIsRecognizedByItsLetters() throws ConfigurationException {
      bench.variable("BIFROST_QUEUES", "Nightly.Mail-Out,other");
      bench.variable("BIFROST_QUEUES_NIGHTLY_MAIL_OUT_MAX_JOBS", "3");

      assertEquals(
          "3 from BIFROST_QUEUES_NIGHTLY_MAIL_OUT_MAX_JOBS",
          bench.value("queues.Nightly.Mail-Out.max-jobs"));
    }

    @Test
    void anyOtherIsTakenInLowerCaseWithHyphens() throws ConfigurationException {
      bench.variable("BIFROST_POOLS_NIGHT_SHIFT_QUEUES", "mails");
      bench.variable("BIFROST_POOLS_NIGHT_SHIFT_CHILDREN_MAX", "1");
      bench.variable("BIFROST_QUEUES_MAILS_MAX_BACKOFF", "1m");

      Settings.Pool pool = bench.settings().pools().get(0);

      assertEquals("night-shift", pool.name());
      assertEquals(1, pool.children().max());
      assertEquals(Duration.ofMinutes(1), bench.settings().queues().get(0).retry().maxBackoff());
    }

    @Test
    void twoNamesWithTheSameLettersAreNotGuessed() {
      bench.file("queues: [a-b, a.b]\n").variable("BIFROST_QUEUES_A_B_WEIGHT", "2");

      assertEquals(
          List.of(
              "BIFROST_QUEUES_A_B_WEIGHT (environment): may mean queues.a-b.weight or"
                  + " queues.a.b.weight. Allowed is either of them in the configuration file."),
          bench.problems());
    }
  }

  @Nested
  class Refused {

    @Test
    void everythingAtOnce() {
      bench.file(
          """
          pools:
            builds: {queues: [builds, mails]}
            web: {queues: mails, haep: 1g}
            idle: {heap: 1g}
          queues: {emials: {weight: 2, priority: 1}, builds.max-jbos: 3, builds.rate: 5}
          """);

      String file = " (" + folder.resolve("bifrost.yaml") + " line ";
      assertEquals(
          List.of(
              "pools.web.haep" + file + "3): is no key of Bifrost. Did you mean pools.web.heap?",
              "queues.builds.max-jbos"
                  + file
                  + "5): is no key of Bifrost. Did you mean queues.builds.max-jobs?",
              "pools.web.queues"
                  + file
                  + "3): names mails, which is in the pool builds. Allowed is one pool each.",
              "pools.idle.queues (default): is missing. Allowed is one queue or more for each of"
                  + " several pools.",
              "queues.emials.weight"
                  + file
                  + "5): is about a queue that is not served. Did you mean mails?",
              "queues.builds.rate"
                  + file
                  + "5): is \"5\". Allowed is none, or a number for each second, minute or hour, as"
                  + " 100/s, 20/m or 5/h."),
          bench.problems());
    }

    @Test
    void aSelectionOfWhatNoPoolHas() {
      bench.file(TWO_POOLS).option("queues", "--queue", "nothing");

      assertEquals(
          List.of(
              "queues (--queue): names nothing, which is in no pool. Allowed is builds, mails,"
                  + " reports."),
          bench.problems());
    }

    @Test
    void oneNumberOfChildrenForSeveralPools() {
      bench.file(TWO_POOLS).option("pool.children.max", "--children", "3");

      assertEquals(
          List.of(
              "pool.children.max (--children): is for one pool, but there are builds, web. Allowed"
                  + " is pools.builds.children.max and so on."),
          bench.problems());
    }

    @Test
    void moreChildrenAtLeastThanAtMost() {
      bench.file("pools.web.children: {min: 3, max: 2}\n");

      assertEquals(
          List.of(
              "pools.web.children.min ("
                  + folder.resolve("bifrost.yaml")
                  + " line 1): is 3. Allowed is at most pools.web.children.max, which is 2."),
          bench.problems());
    }
  }
}
