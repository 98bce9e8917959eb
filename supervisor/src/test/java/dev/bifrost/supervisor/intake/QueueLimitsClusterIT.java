package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.testing.OnCluster;

/** Limits and pauses on a cluster, where no command may need two slots. */
@OnCluster
final class QueueLimitsClusterIT extends QueueLimitsTest {}
