package dev.bifrost.supervisor.settlement;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyPattern;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.SetAside;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.QueueRules;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.execution.RetryDefaults;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a queue says counts where a context says nothing. */
class QueueRulesTest {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String US = "supervisor-1";
  private static final QueueRules RULES =
      new QueueRules(
          RetryDefaults.STANDARD,
          Optional.of(Duration.ofHours(1)),
          Duration.ofMinutes(10),
          Optional.of(new KeyPattern("deploy-{environment}")));

  private final Clients clients = new Clients(redis);
  private final KeySpace keys = redis.keys();
  private RedisSettlement settlement;

  @BeforeEach
  void connect() throws RedisTroubleException {
    SettlementSettings usual = SettlementSettings.DEFAULT;
    settlement =
        new RedisSettlement(
            redis.link(),
            US,
            new SettlementSettings(
                new QueueTable(QueueRules.STANDARD, Map.of(QueueName.DEFAULT, RULES)),
                usual.contextMargin(),
                usual.contextLimit(),
                usual.journalEntries(),
                usual.eventEntries(),
                usual.journalBuffer()));
  }

  @Test
  void theLimitOfTheQueueHoldsWhereTheContextNamesNone() {
    Terms.Runnable silent = terms(begin("a", ""));
    Terms.Runnable says = terms(begin("b", ",\"timeout_seconds\":7,\"concurrency_key\":\"b\""));
    Terms.Runnable endless = terms(begin("c", ",\"timeout_seconds\":0,\"concurrency_key\":\"c\""));

    assertEquals(Optional.of(Duration.ofHours(1)), silent.timeout());
    assertTrue(silent.ofQueue());
    assertEquals(Optional.of(Duration.ofSeconds(7)), says.timeout());
    assertEquals(false, says.ofQueue());
    assertEquals(Optional.empty(), endless.timeout());
    assertEquals(false, endless.ofQueue());
  }

  @Test
  void executionsShareTheKeyOfTheirQueueByTheirParameters() {
    String prod = ",\"parameters\":{\"environment\":\"prod\"}";
    String test = ",\"parameters\":{\"environment\":\"test\"}";

    assertInstanceOf(Begun.class, begin("a", prod));
    assertInstanceOf(SetAside.class, begin("b", prod));
    assertInstanceOf(Begun.class, begin("c", test));
    assertInstanceOf(Begun.class, begin("d", prod + ",\"concurrency_key\":\"mine\""));
  }

  @Test
  void resultsLiveAsLongAsTheQueueSays() {
    clients.send("a", "{\"function_name\":\"A\"}");
    Delivery delivery = clients.take(US);
    Begun begun = assertInstanceOf(Begun.class, outcome(settlement.begin(delivery)));

    outcome(settlement.settle(Results.finish(delivery, begun)));

    long left = redis.commands().ttl(keys.result(new ExecutionId("a")));
    assertTrue(left > 500 && left <= 600, left + " s");
  }

  private Beginning begin(String id, String more) {
    clients.send(id, "{\"function_name\":\"A\"" + more + "}");
    return outcome(settlement.begin(clients.take(US)));
  }

  private static Terms.Runnable terms(Beginning beginning) {
    return assertInstanceOf(Terms.Runnable.class, assertInstanceOf(Begun.class, beginning).terms());
  }
}
