package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The modules in Redis and their index, kept in step without a transaction over two slots: a module
 * is written before it is in the index, and leaves the index after it is gone, so that a command
 * that dies between the two can be repeated, and a list repairs what is left.
 */
final class Modules implements AutoCloseable {

  private final Client client;
  private final KeySpace keys;

  /**
   * @param client closed with this
   */
  Modules(Client client) {
    this.client = client;
    this.keys = client.keys();
  }

  void put(SharedModule module) {
    client.commands().set(keys.module(module.path()), module.toJson().toString());
    client.commands().sadd(keys.moduleIndex(), module.path().value());
  }

  /**
   * @throws CommandFailure if what is there is no module
   */
  Optional<SharedModule> get(ModulePath path) {
    String text = client.commands().get(keys.module(path));
    try {
      return Optional.ofNullable(text).map(there -> SharedModule.parse(path, there));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "The module " + path + " cannot be used: " + e.getMessage() + ". Put it again.",
          e);
    }
  }

  /**
   * Those that the index names and that are there, in the order of their paths; an entry of the
   * index without a module is taken out.
   */
  List<SharedModule> all() {
    List<SharedModule> modules = new ArrayList<>();
    for (String entry : new TreeSet<>(client.commands().smembers(keys.moduleIndex()))) {
      Optional<SharedModule> module = ModulePath.parse(entry).flatMap(this::get);
      if (module.isPresent()) {
        modules.add(module.get());
      } else {
        client.commands().srem(keys.moduleIndex(), entry);
      }
    }
    return modules;
  }

  /** Returns whether there was one. */
  boolean remove(ModulePath path) {
    long removed = client.commands().del(keys.module(path));
    client.commands().srem(keys.moduleIndex(), path.value());
    return removed > 0;
  }

  @Override
  public void close() {
    client.close();
  }
}
