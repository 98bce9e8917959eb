package dev.bifrost.supervisor.recurring;

import dev.bifrost.supervisor.testing.OnCluster;

/** Everything that holds on one server holds on a cluster, where no command may need two slots. */
@OnCluster
final class RecurringExecutionsClusterIT extends RecurringExecutionsTest {}
