package dev.bifrost.supervisor.recurring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.protocol.RecurringName;
import dev.bifrost.supervisor.recurring.RecurringStore.Answer;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisExtension;
import dev.bifrost.supervisor.testing.Stages;
import io.lettuce.core.Range;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The clock is that of Redis, which no test turns: due times are put into the past by hand. With
 * braces in the keys, for the same tests on a cluster.
 */
class RecurringExecutionsTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final RecurringName X = new RecurringName("x");
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final long HOUR = 3_600_000;

  private final KeySpace keys = redis.keys();
  private RedisLink link;
  private RecurringStore store;
  private Round round;
  private Round others;

  @BeforeEach
  void connect() throws RedisTroubleException {
    link = redis.link();
    store = new RecurringStore(link);
    round = new Round(link, "supervisor-1");
    others = new Round(redis.link(), "supervisor-2");
  }

  @Nested
  final class Firings {

    @Test
    void whatIsNewHasADueTimeAndDoesNotFire() {
      put("x", definition("0 * * * *", "skip", "all"));

      look(round);

      assertEquals(0, sent());
      double due = due("x");
      assertTrue(due > now() && due <= now() + HOUR, () -> "due at " + due);
      assertEquals(0, due % HOUR);
    }

    @Test
    void whatIsDueIsSentWithItsIdAndItsTime() throws MalformedJsonException {
      put("x", definition("0 * * * *", "skip", "all"));
      look(round);
      long due = now() / 1000 * 1000;
      setDue("x", due);

      look(round);
      look(round);

      String id = "x-" + due / 1000;
      assertEquals(List.of(id), queued());
      JsonNode context = context(id);
      assertEquals("com.acme.Report", context.path("function_name").asString());
      assertEquals("x", context.path("event").path("recurring").asString());
      assertEquals(
          Json.time(Instant.ofEpochMilli(due)), context.path("event").path("due_at").asString());
      assertTrue(redis.commands().pttl(keys.context(new ExecutionId(id))) > 0);
      assertEquals(1, entry("x").counts().sent());
      assertEquals(id, entry("x").last().orElseThrow());
    }

    @Test
    void eachDueTimeFiresOnceOverManySupervisors() throws RedisTroubleException {
      put("x", definition("* * * * * *", "queue", "all"));
      put("y", definition("* * * * * *", "queue", "all"));
      List<RecurringExecutions> supervisors = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        supervisors.add(new RecurringExecutions(redis.link(), "s" + number));
      }
      setDue("x", now() / 1000 * 1000 - 30_000);
      setDue("y", now() / 1000 * 1000 - 30_000);

      supervisors.forEach(RecurringExecutions::start);
      until(
          "both have sent thirty",
          () -> {
            // They all "end" at once, so that the next one is not held back.
            queued().forEach(id -> redis.commands().set(keys.result(new ExecutionId(id)), "{}"));
            return counts("x") >= 30 && counts("y") >= 30;
          });
      supervisors.forEach(RecurringExecutions::stop);

      List<String> ids = queued();
      assertEquals(new HashSet<>(ids).size(), ids.size(), ids::toString);
      for (String name : List.of("x", "y")) {
        List<Long> times =
            ids.stream()
                .filter(id -> id.startsWith(name + "-"))
                .map(id -> Long.parseLong(id.substring(2)))
                .toList();
        for (int index = 1; index < times.size(); index++) {
          assertEquals(times.get(index - 1) + 1, times.get(index), times::toString);
        }
      }
    }

    @Test
    void whatHasFiredIsSentByAnotherIfItsSupervisorDies() {
      put("x", definition("0 * * * *", "skip", "all"));
      look(round);
      long due = now() / 1000 * 1000;
      setDue("x", due);
      look(round);
      assertEquals(List.of(), queued());

      look(others);

      assertEquals(List.of("x-" + due / 1000), queued());
    }

    @Test
    void whileOneHasTheTurnAnotherDoesNothing() {
      put("x", definition("0 * * * *", "skip", "all"));
      redis.commands().set(keys.recurringTurn(), "somebody");

      look(round);

      assertEquals(0, due("x"));
      redis.commands().del(keys.recurringTurn());
      look(round);
      assertTrue(due("x") > 0);
    }

    @Test
    void anotherClientMayWriteTheHashAlone() {
      redis.commands().hset(keys.recurring(), "x", definition("0 * * * *", "skip", "none"));

      look(round);
      look(round);

      assertTrue(due("x") > now());
      redis.commands().hdel(keys.recurring(), "x");
      look(round);
      assertEquals(0, redis.commands().zcard(keys.recurringDue()));
    }

    @Test
    void whatWasRemovedDoesNotFireAnyMore() {
      put("x", definition("0 * * * *", "skip", "all"));
      look(round);
      setDue("x", now());
      look(round);
      assertEquals(1, redis.commands().zcard(keys.recurringFirings()));

      assertEquals(Answer.DONE, Stages.outcome(store.remove("x")));
      look(round);

      assertEquals(0, sent());
      assertEquals(0, redis.commands().exists(keys.recurringFirings(), keys.recurringStatus()));
      assertEquals(Answer.UNKNOWN, Stages.outcome(store.remove("x")));
    }

    @Test
    void whatIsPausedDoesNotFireAndGoesOnFromNow() {
      put("x", definition("0 * * * *", "skip", "all"));
      look(round);
      assertEquals(Answer.DONE, Stages.outcome(store.pause(X)));
      assertEquals(Answer.ALREADY, Stages.outcome(store.pause(X)));
      put("x", definition("30 * * * *", "skip", "all"));

      look(round);
      assertTrue(entry("x").paused());

      assertEquals(Answer.DONE, Stages.outcome(store.resume(X)));
      look(round);
      look(round);
      assertTrue(due("x") > now());
      assertEquals(HOUR / 2, due("x") % HOUR);
      assertEquals(0, sent());
    }

    @Test
    void aWrittenOneIsNotWrittenOverByMistake() {
      Recurring one = Recurring.parse(definition("0 * * * *", "skip", "all"));
      assertEquals(Answer.DONE, Stages.outcome(store.put(X, one, false)));

      assertEquals(Answer.EXISTS, Stages.outcome(store.put(X, one, false)));
      assertEquals(Answer.DONE, Stages.outcome(store.put(X, one, true)));
    }
  }

  @Nested
  final class Overlaps {

    @Test
    void skippingLeavesOutWhatComesBeforeTheEndOfTheLast() {
      List<String> ids = threeDue("skip");

      assertEquals(List.of(ids.get(0)), queued());
      assertEquals(2, entry("x").counts().skipped());
    }

    @Test
    void queueingWaitsForTheEndOfTheLastAndKeepsTheOrder() {
      List<String> ids = threeDue("queue");
      assertEquals(ids.subList(0, 1), queued());

      for (int ended = 0; ended < 2; ended++) {
        int sent = ended + 2;
        redis.commands().set(keys.result(new ExecutionId(ids.get(ended))), "{}");
        untilRounds("the next is sent", () -> queued().size() == sent);
        assertEquals(ids.subList(0, sent), queued());
      }
    }

    @Test
    void replacingCancelsTheOneBefore() {
      List<String> ids = threeDue("replace");

      assertEquals(ids, queued());
      for (String id : ids.subList(0, 2)) {
        String request = redis.commands().get(keys.cancel(new ExecutionId(id)));
        assertTrue(request.contains("\"by\":\"recurring x\""), request);
        assertTrue(request.contains("it is replaced by x-"), request);
      }
      assertEquals(0, redis.commands().exists(keys.cancel(new ExecutionId(ids.get(2)))));
    }

    @Test
    void noMoreThanABoundedNumberWaits() {
      put("x", definition("* * * * * *", "queue", "all"));
      look(round);
      setDue("x", now() / 1000 * 1000 - 3_600_000);
      look(round);
      assertTrue(redis.commands().zcard(keys.recurringFirings()) > 100);
      setDue("x", now() / 1000 * 1000 - 3_600_000);
      look(round);
      setDue("x", now() / 1000 * 1000 - 3_600_000 + 500);
      look(round);

      assertTrue(redis.commands().zcard(keys.recurringFirings()) <= 200);
    }

    @Test
    void anEndedOneHoldsUpNothing() {
      List<String> ids = threeDue("skip");
      redis.commands().set(keys.result(new ExecutionId(ids.get(0))), "{}");
      long due = now() / 1000 * 1000;
      setDue("x", due);

      look(round);
      look(round);

      assertTrue(queued().contains("x-" + due / 1000), () -> queued().toString());
    }

    @Test
    void oneThatRedisLostHoldsUpNothing() {
      List<String> ids = threeDue("skip");
      redis.commands().del(keys.context(new ExecutionId(ids.get(0))));
      setDue("x", now() / 1000 * 1000);

      look(round);
      look(round);

      assertEquals(2, queued().size());
    }

    private List<String> threeDue(String overlap) {
      put("x", definition("* * * * * *", overlap, "all"));
      look(round);
      long last = now() / 1000 * 1000;
      // Paused after them, so that no more come while the test looks.
      redis.commands().zadd(keys.recurringDue(), Double.POSITIVE_INFINITY, "x");
      List<String> ids = new ArrayList<>();
      for (long due = last - 2_000; due <= last; due += 1_000) {
        String id = X.firing(Instant.ofEpochMilli(due)).value();
        ids.add(id);
        redis.commands().zadd(keys.recurringFirings(), (double) due, id);
      }
      for (int rounds = 0; rounds < 3; rounds++) {
        look(round);
      }
      return ids;
    }
  }

  @Nested
  final class Poison {

    @Test
    void brokenOnesNeverStopTheOthersAndSayWhatIsWrong() {
      Map<String, String> broken =
          Map.of(
              "a-cron", definition("61 * * * *", "skip", "none"),
              "b-zone", "{\"cron\":\"* * * * *\",\"zone\":\"Mars/Base\",\"context\":{}}",
              "c-json", "{\"cron\": ",
              "d-list", "[]",
              "e-nan", "{\"cron\":\"* * * * *\",\"context\":{\"x\":NaN}}",
              "f-twice", "{\"cron\":\"* * * * *\",\"cron\":\"* * * * *\",\"context\":{}}",
              "g-deep",
                  "{\"cron\":\"* * * * *\",\"context\":"
                      + "[".repeat(5_000)
                      + "]".repeat(5_000)
                      + "}",
              "h-large",
                  "{\"cron\":\"* * * * *\",\"context\":{\"x\":\"" + "x".repeat(2 << 20) + "\"}}",
              "no name!", definition("* * * * *", "skip", "none"));
      redis.commands().hset(keys.recurring(), broken);
      redis.commands().hset(keys.recurring(), "well", definition("0 * * * *", "skip", "none"));

      untilRounds("the good one has a due time", () -> due("well") > 0);

      for (String name : broken.keySet()) {
        assertTrue(entry(name).problem().isPresent(), name);
        assertTrue(Double.isInfinite(due(name)), name);
      }
      assertTrue(entry("a-cron").problem().orElseThrow().contains("61"));
      assertTrue(entry("h-large").problem().orElseThrow().contains("allowed are 1048576"));
      assertEquals("", entry("well").problem().orElse(""));
    }

    @Test
    void aBrokenOneThatIsWrittenAnewRuns() {
      redis.commands().hset(keys.recurring(), "x", "broken");
      look(round);
      assertTrue(entry("x").problem().isPresent());

      put("x", definition("0 * * * *", "skip", "none"));
      look(round);

      assertTrue(entry("x").problem().isEmpty());
      assertTrue(due("x") > now());
    }

    @Test
    void keysOfOursOfAnotherTypeAreReplaced() {
      redis.commands().hset(keys.recurring(), "x", definition("0 * * * *", "skip", "none"));
      for (String key :
          List.of(
              keys.recurringDue(),
              keys.recurringFirings(),
              keys.recurringStatus(),
              keys.recurringTurn())) {
        redis.commands().lpush(key, "spoilt");
      }

      look(round);

      assertTrue(due("x") > 0);
    }

    @Test
    void aQueueOfAnotherTypeHoldsUpNoOtherRecurringExecution() {
      put("x", definition("0 * * * *", "skip", "none"));
      redis
          .commands()
          .hset(
              keys.recurring(),
              "y",
              definition("0 * * * *", "skip", "none")
                  .replace("{", "{\"queue\":\"other\",")
                  .replace("{\"queue\":\"other\",\"function", "{\"function"));
      look(round);
      redis.commands().set(keys.queue(QueueName.DEFAULT), "no stream");
      setDue("x", now());
      setDue("y", now());

      look(round);
      look(round);

      assertEquals(1, redis.commands().xlen(keys.queue(new QueueName("other"))));
      redis.commands().del(keys.queue(QueueName.DEFAULT));
      untilRounds("the other is sent", () -> sent() == 1);
    }
  }

  @Nested
  final class Trouble {

    @Test
    void itGoesOnWhenRedisIsBack() throws IOException, InterruptedException {
      RecurringExecutions recurring = new RecurringExecutions(link, "supervisor-1");
      put("x", definition("* * * * * *", "queue", "none"));
      recurring.start();
      until("the first is sent", () -> counts("x") > 0);

      redis.kill();
      redis.restart();

      long before = untilAnswered(() -> counts("x"));
      until(
          "the next is sent",
          () -> {
            queued().forEach(id -> redis.commands().set(keys.result(new ExecutionId(id)), "{}"));
            return counts("x") > before;
          });
      recurring.stop();
    }

    private static long untilAnswered(LongSupplier question) {
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (true) {
        try {
          return question.getAsLong();
        } catch (AssertionError | RuntimeException e) {
          if (System.nanoTime() > deadline) {
            throw e;
          }
        }
      }
    }
  }

  private void put(String name, String definition) {
    CompletableFuture<Answer> written =
        store.put(new RecurringName(name), Recurring.parse(definition), true).toCompletableFuture();
    assertEquals(Answer.DONE, Stages.outcome(written));
  }

  private static String definition(String cron, String overlap, String catchUp) {
    return "{\"cron\":\""
        + cron
        + "\",\"overlap\":\""
        + overlap
        + "\",\"catch_up\":\""
        + catchUp
        + "\",\"context\":{\"function_name\":\"com.acme.Report\"}}";
  }

  private RecurringEntry entry(String name) {
    return Stages.outcome(store.list(name)).get(0);
  }

  private long counts(String name) {
    return entry(name).counts().sent();
  }

  private double due(String name) {
    Double score = redis.commands().zscore(keys.recurringDue(), name);
    return score == null ? 0 : score;
  }

  private void setDue(String name, long millis) {
    redis.commands().zadd(keys.recurringDue(), (double) millis, name);
  }

  private static long now() {
    List<String> time = redis.commands().time();
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  private long sent() {
    return queued().size();
  }

  private List<String> queued() {
    return redis.commands().xrange(keys.queue(QueueName.DEFAULT), Range.unbounded()).stream()
        .map(entry -> String.valueOf(entry.getBody().get("execution_id")))
        .toList();
  }

  private JsonNode context(String id) throws MalformedJsonException {
    return Json.read(String.valueOf(redis.commands().get(keys.context(new ExecutionId(id)))));
  }

  private static void look(Round round) {
    try {
      Duration unused = round.run();
    } catch (RedisTroubleException e) {
      throw new AssertionError("The round failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted in a round", e);
    }
  }

  private void untilRounds(String what, BooleanSupplier met) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    do {
      look(round);
      assertTrue(System.nanoTime() < deadline, () -> "Not in time: " + what + ": " + queued());
    } while (!met.getAsBoolean());
  }

  private void until(String what, BooleanSupplier met) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!met.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "Not in time: " + what + ": " + queued());
    }
  }
}
