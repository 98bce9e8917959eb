package dev.bifrost.supervisor.config;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Makes the pools of the values, and checks that each queue has exactly one. */
final class PoolsReader {

  private static final String ONLY_POOL = "default";

  private final Values values;
  private final List<String> names;

  PoolsReader(Values values) {
    this.values = values;
    List<String> written = values.written().pools();
    this.names = written.isEmpty() ? List.of(ONLY_POOL) : written;
  }

  /** The pools that serve anything, in the order in which they were written. */
  List<Settings.Pool> read() {
    Map<QueueName, String> owners = owners();
    checkQueueKeys(owners);
    Map<QueueName, String> served = served(owners);
    if (names.size() > 1 && values.isOrdered(Keys.CHILDREN_MAX)) {
      values.problem(
          Keys.CHILDREN_MAX,
          "is for one pool, but there are "
              + String.join(", ", names)
              + ". Allowed is "
              + Keys.OF_POOL_MAX.of(names.get(0)).name()
              + " and so on.");
    }
    List<Settings.Pool> pools = new ArrayList<>();
    for (String name : names) {
      List<QueueName> queues =
          served.keySet().stream().filter(queue -> name.equals(served.get(queue))).toList();
      // Read in any case, for its problems.
      Settings.Pool pool = pool(name, queues);
      if (!queues.isEmpty()) {
        pools.add(pool);
      }
    }
    return pools;
  }

  /** Which pool each queue belongs to, whether it is served here or not. */
  private Map<QueueName, String> owners() {
    Map<QueueName, String> owners = new LinkedHashMap<>();
    for (String name : names) {
      Key<List<QueueName>> own = Keys.OF_POOL_QUEUES.of(name);
      if (names.size() > 1 && !values.isWritten(own)) {
        values.problem(own, "is missing. Allowed is one queue or more for each of several pools.");
        continue;
      }
      for (QueueName queue : values.get(own)) {
        String other = owners.putIfAbsent(queue, name);
        if (other != null) {
          values.problem(
              own,
              "names " + queue + ", which is in the pool " + other + ". Allowed is one pool each.");
        }
      }
    }
    return owners;
  }

  /** What {@code queues} leaves of them, where pools name their own. */
  private Map<QueueName, String> served(Map<QueueName, String> owners) {
    boolean pooled = names.stream().anyMatch(name -> values.isWritten(ownQueues(name)));
    if (!pooled || !values.isWritten(Keys.QUEUES)) {
      return owners;
    }
    Map<QueueName, String> served = new LinkedHashMap<>();
    for (QueueName queue : values.get(Keys.QUEUES)) {
      Optional.ofNullable(owners.get(queue))
          .ifPresentOrElse(
              owner -> served.put(queue, owner),
              () ->
                  values.problem(
                      Keys.QUEUES,
                      "names "
                          + queue
                          + ", which is in no pool. Allowed is "
                          + listed(owners)
                          + "."));
    }
    return served;
  }

  /** Whoever writes about a queue that is nowhere served has misspelt it. */
  private void checkQueueKeys(Map<QueueName, String> owners) {
    List<String> known = new ArrayList<>(owners.keySet().stream().map(QueueName::value).toList());
    Origin list = values.origin(Keys.QUEUES);
    boolean pooled = names.stream().anyMatch(name -> values.isWritten(ownQueues(name)));
    if (!pooled && (values.isOrdered(Keys.QUEUES) || list.text().equals(Keys.QUEUES.variable()))) {
      // A selection from what the file declares: the others are served elsewhere.
      known.addAll(values.written().queues());
    }
    List<String> told = new ArrayList<>();
    for (String text : values.written().found().keySet()) {
      ScopedNames.inKey(text)
          .filter(meant -> meant.key().scope() == Scope.QUEUE)
          .filter(meant -> !known.contains(meant.name()) && !told.contains(meant.name()))
          .ifPresent(
              meant -> {
                told.add(meant.name());
                values.problem(
                    meant.key().of(meant.name()),
                    "is about a queue that is not served. "
                        + Likely.among(known, meant.name())
                            .map(likely -> "Did you mean " + likely + "?")
                            .orElse("Allowed is " + listed(owners) + "."));
              });
    }
  }

  private static Key<List<QueueName>> ownQueues(String name) {
    return Keys.OF_POOL_QUEUES.of(name);
  }

  private static String listed(Map<QueueName, String> owners) {
    return owners.keySet().stream().map(QueueName::value).collect(Collectors.joining(", "));
  }

  private Settings.Pool pool(String name, List<QueueName> queues) {
    Map<String, String> environment = new LinkedHashMap<>();
    QueueOrder order = values.get(Keys.OF_POOL_ORDER, name);
    Settings.Children children = children(name);
    values
        .get(Keys.OF_POOL_ENVIRONMENT, name)
        .forEach(rule -> rule.apply(values.surroundings().environment(), environment));
    Settings.Launch launch =
        new Settings.Launch(
            values.get(Keys.OF_POOL_JAVA, name),
            values.get(Keys.CHILD_JAR),
            values.get(Keys.OF_POOL_HEAP, name),
            values.get(Keys.OF_POOL_METASPACE, name),
            values.get(Keys.OF_POOL_FLAGS, name),
            environment);
    List<Path> classPath = ClassPath.expand(values.get(Keys.OF_POOL_CLASS_PATH, name));
    return new Settings.Pool(name, queues, order, children, launch, classPath);
  }

  private Settings.Children children(String name) {
    Key<Integer> minKey = values.effective(Keys.OF_POOL_MIN, name);
    Key<Integer> maxKey = values.effective(Keys.OF_POOL_MAX, name);
    boolean ownMin = !minKey.equals(Keys.CHILDREN_MIN);
    boolean ownMax = !maxKey.equals(Keys.CHILDREN_MAX);
    int min = values.get(minKey);
    int max = values.get(maxKey);
    // One bound of its own moves the other, where that one is everybody's.
    if (ownMax && !ownMin) {
      min = Math.min(min, max);
    } else if (ownMin && !ownMax) {
      max = Math.max(min, max);
    }
    if (min > max) {
      values.problem(
          minKey,
          "is " + min + ". Allowed is at most " + maxKey.name() + ", which is " + max + ".");
    }
    return new Settings.Children(min, max, values.get(Keys.OF_POOL_SPARES, name), recycling(name));
  }

  private Settings.Recycling recycling(String name) {
    int executions = values.get(Keys.OF_POOL_MAX_EXECUTIONS, name);
    return new Settings.Recycling(
        executions == 0 ? OptionalInt.empty() : OptionalInt.of(executions),
        Optional.of(values.get(Keys.OF_POOL_MAX_AGE, name)).filter(age -> !age.isZero()),
        size(values.get(Keys.OF_POOL_MAX_MEMORY, name)),
        size(values.get(Keys.OF_POOL_MAX_HEAP, name)));
  }

  private static Optional<ByteSize> size(ByteSize size) {
    return Optional.of(size).filter(some -> some.bytes() > 0);
  }
}
