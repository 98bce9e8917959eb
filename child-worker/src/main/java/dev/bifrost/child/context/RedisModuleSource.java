package dev.bifrost.child.context;

import dev.bifrost.engine.ModuleException;
import dev.bifrost.engine.ModuleSource;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Shared modules in Redis. Any thread. */
final class RedisModuleSource implements ModuleSource {

  private final RedisConnection redis;
  private final KeySpace keys;

  RedisModuleSource(RedisConnection redis, KeySpace keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Set<ModulePath> paths() {
    try {
      Set<String> index =
          redis.ask("reading modules", connection -> connection.members(keys.moduleIndex()));
      // A path that no class has: whoever wrote it into the index, nothing can mean it.
      return index.stream()
          .flatMap(path -> ModulePath.parse(path).stream())
          .collect(Collectors.toUnmodifiableSet());
    } catch (NoAnswerException e) {
      throw unavailable("The index of modules", e);
    }
  }

  @Override
  public Map<ModulePath, SharedModule> find(Collection<ModulePath> paths) {
    Map<ModulePath, String> texts;
    try {
      texts = redis.ask("reading modules", connection -> read(connection, paths));
    } catch (NoAnswerException e) {
      throw unavailable("The module " + paths.iterator().next(), e);
    }
    Map<ModulePath, SharedModule> modules = new HashMap<>();
    texts.forEach((path, text) -> modules.put(path, parse(path, text)));
    return modules;
  }

  /** One GET each, sent together: on a cluster the keys of modules are in many slots. */
  private CompletionStage<Map<ModulePath, String>> read(
      ContextConnection connection, Collection<ModulePath> paths) {
    Map<ModulePath, CompletableFuture<String>> answers = new LinkedHashMap<>();
    paths.forEach(
        path -> answers.put(path, connection.get(keys.module(path)).toCompletableFuture()));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              Map<ModulePath, String> texts = new HashMap<>();
              answers.forEach(
                  (path, answer) -> {
                    String text = answer.join();
                    if (text != null) {
                      texts.put(path, text);
                    }
                  });
              return texts;
            });
  }

  private static SharedModule parse(ModulePath path, String text) {
    try {
      return SharedModule.parse(path, text);
    } catch (IllegalArgumentException e) {
      throw new ModuleException(
          ErrorType.COMPILATION_ERROR,
          "The module " + path + " cannot be used: " + e.getMessage() + ". Nothing was run.");
    }
  }

  private static ModuleException unavailable(String what, NoAnswerException e) {
    return e.isWrongType()
        ? new ModuleException(
            ErrorType.COMPILATION_ERROR, what + " cannot be used: " + e.reason() + ".")
        : new ModuleException(
            ErrorType.REDIS_UNAVAILABLE,
            what + " could not be read: " + e.reason() + ". The execution can be retried.");
  }
}
