package dev.bifrost.supervisor.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was written in all sources.
 *
 * @param found by the names of the keys
 * @param pools the pools that have keys of their own, in the order in which they were found
 * @param queues the queues that have keys of their own in the file, in its order
 * @param ordered the keys that the command line sets
 */
record Written(
    Map<String, Found> found, List<String> pools, List<String> queues, Set<String> ordered) {

  Written {
    // In the order in which they were found: problems are told in it.
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    pools = List.copyOf(pools);
    queues = List.copyOf(queues);
    ordered = Set.copyOf(ordered);
  }
}
