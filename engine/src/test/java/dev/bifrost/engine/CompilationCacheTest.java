package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled source on disk, from JVM to JVM; a loader of its own stands for each JVM. */
final class CompilationCacheTest {

  private static final String SOURCE =
      "public class Main { public static int run() { return com.acme.Tax.RATE; } }";

  private final ModulesInMemory modules = new ModulesInMemory();
  @TempDir private Path folder;

  CompilationCacheTest() {
    modules.put(
        "com/acme/Tax.java",
        "package com.acme; public class Tax { public static final int RATE = 1; }");
  }

  @Test
  void theSecondJvmDoesNotCompileAgain() throws Exception {
    assertEquals(1, compilations(SOURCE));
    assertEquals(0, compilations(SOURCE));
    assertEquals(1, compilations(SOURCE + " "));
  }

  @Test
  void aChangedModuleIsCompiledAgainWithAllThatReferToIt() throws Exception {
    compilations(SOURCE);
    modules.put(
        "com/acme/Tax.java",
        "package com.acme; public class Tax { public static final int RATE = 2; }");
    assertEquals(1, compilations(SOURCE));
    assertEquals(0, compilations(SOURCE));
  }

  @Test
  void aDamagedEntryIsCompiledAgainAndReplaced() throws Exception {
    compilations(SOURCE);
    for (int damage = 0; damage < 4; damage++) {
      Path file = entry();
      byte[] bytes = Files.readAllBytes(file);
      switch (damage) {
        case 0 -> bytes[bytes.length / 2] ^= 1;
        case 1 -> bytes = new byte[0];
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length - 1);
        default ->
            bytes =
                "nonsense of some length, longer than a hash is"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
      Files.write(file, bytes);
      assertEquals(1, compilations(SOURCE), "damage " + damage);
      assertEquals(0, compilations(SOURCE), "damage " + damage);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoHindrance() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    CodeLoader loader = loader(file.resolve("cache"));
    loader.load(context(SOURCE));
    assertEquals(1, loader.compilations());
    loader.close();
  }

  @Test
  void manyWritersOfOneEntryLeaveOneWholeEntryAndNothingElse()
      throws IOException, InterruptedException {
    CompilationCache cache = new CompilationCache(folder);
    String key = "0123456789abcdef";
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<String> fault = new AtomicReference<>("");
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] bytes = new byte[10_000 + i];
      Thread writer =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int round = 0; round < 20; round++) {
                    cache.write(key, new Compiled(Map.of("Main", bytes), Map.of()));
                    if (cache.read(key).isEmpty()) {
                      fault.set("an entry was seen in part");
                    }
                  }
                } catch (InterruptedException | RuntimeException e) {
                  fault.set(e.toString());
                }
              });
      writers.add(writer);
      writer.start();
    }
    start.countDown();
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals("", fault.get());
    assertEquals(1, files().size(), files().toString());
  }

  @Test
  void tooManyEntriesLoseTheirOlderHalf() throws Exception {
    CompilationCache cache = new CompilationCache(folder);
    for (int i = 0; i < CompilationCache.MOST_FILES; i++) {
      Files.writeString(folder.resolve(i + ".classes"), "");
    }
    cache.write("fedcba9876543210", new Compiled(Map.of(), Map.of()));
    assertTrue(files().size() <= CompilationCache.MOST_FILES / 2 + 1, "left: " + files().size());
  }

  private int compilations(String source) throws Exception {
    CodeLoader loader = loader(folder);
    Code code = loader.load(context(source));
    assertEquals(List.of("Main"), code.unit());
    Object value = code.loader().loadClass("Main").getMethod("run").invoke(null);
    assertTrue(value instanceof Integer, "" + value);
    loader.close();
    return loader.compilations();
  }

  private CodeLoader loader(Path cache) {
    return new CodeLoader(
        new EngineSettings(
            new WorkflowClasses.ClassPath(List.of(), EngineFixture.class.getClassLoader()),
            folder,
            EngineFixture.GRACE,
            Limits.DEFAULT,
            new Shared(modules),
            Optional.of(cache)));
  }

  private static ExecutionContext context(String source) throws Exception {
    return ExecutionContext.parse(Json.object().put("workflow_code", source).toString());
  }

  private Path entry() throws IOException {
    return files().get(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
