package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.testing.OnCluster;

/** Everything that holds on one server holds on a cluster, where no command may need two slots. */
@OnCluster
final class RedisSettlementClusterIT extends RedisSettlementTest {}
