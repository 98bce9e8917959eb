package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.testing.OnCluster;

/** The same on a cluster, where nodes tell only of their own keys and the sweep finds the rest. */
@OnCluster
final class ContextKeysClusterIT extends ContextKeysTest {}
