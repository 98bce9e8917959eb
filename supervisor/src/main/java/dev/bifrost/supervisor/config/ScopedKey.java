package dev.bifrost.supervisor.config;

/**
 * One thing that can be configured for each pool or queue.
 *
 * @param scope whose it is
 * @param suffix its spelling after the name
 * @param general the key that holds where this one is not written
 */
record ScopedKey<T>(Scope scope, String suffix, Key<T> general) {

  /** The key of this pool or queue. */
  Key<T> of(String name) {
    return new Key<>(
        scope.section() + "." + name + "." + suffix,
        general.form(),
        new Key.Fallback<>(general.name(), values -> values.find(general)),
        general.meaning());
  }
}
