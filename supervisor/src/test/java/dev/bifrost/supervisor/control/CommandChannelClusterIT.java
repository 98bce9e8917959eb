package dev.bifrost.supervisor.control;

import dev.bifrost.supervisor.testing.OnCluster;

/** The same on a cluster, where every node hears what is published at any. */
@OnCluster
final class CommandChannelClusterIT extends CommandChannelTest {}
