package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.testing.OnCluster;

/** Everything that holds on one server holds on a cluster, where no command may need two slots. */
@OnCluster
final class RedisIntakeClusterIT extends RedisIntakeTest {}
