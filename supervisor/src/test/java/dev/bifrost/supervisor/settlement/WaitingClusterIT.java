package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.testing.OnCluster;

/** Keys that executions share hold over a cluster, too. */
@OnCluster
final class WaitingClusterIT extends WaitingTest {}
