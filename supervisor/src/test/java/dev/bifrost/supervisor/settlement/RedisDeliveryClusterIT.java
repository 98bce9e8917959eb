package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.testing.OnCluster;

/** The same with a cluster of three, of which all die at once. */
@OnCluster
final class RedisDeliveryClusterIT extends RedisDeliveryIT {}
