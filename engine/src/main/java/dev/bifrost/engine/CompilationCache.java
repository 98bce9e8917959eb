package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiled sources on disk, for all JVMs of a host: one file for each, which is written beside its
 * place and moved there, so that readers see all of it or nothing. A file that is damaged, or
 * cannot be read or written, is as good as none: the source is compiled.
 */
final class CompilationCache {

  static final int MOST_FILES = 2_000;

  private static final int FORMAT = 1;
  private static final int HASH = 32;
  private static final int MOST_ENTRIES = 100_000;
  private static final String SUFFIX = ".classes";

  private final Path folder;

  CompilationCache(Path folder) {
    this.folder = folder;
  }

  /**
   * @param key in hex
   */
  Optional<Compiled> read(String key) {
    Path file = file(key);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length - HASH;
      if (end < 0
          || !Arrays.equals(
              Sha256.bytes(Arrays.copyOf(bytes, end)),
              Arrays.copyOfRange(bytes, end, bytes.length))) {
        return Optional.empty();
      }
      return decode(bytes);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Keeps it, if that can be done. */
  void write(String key, Compiled compiled) {
    try {
      create();
      Path draft = Files.createTempFile(folder, key.substring(0, 8), ".draft");
      try {
        Files.write(draft, encode(compiled));
        Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      sweep();
    } catch (IOException | UnsupportedOperationException e) {
      // A full or read-only disk: what was compiled runs all the same.
    }
  }

  private Path file(String key) {
    return folder.resolve(key + SUFFIX);
  }

  private void create() throws IOException {
    if (!Files.isDirectory(folder)) {
      // Whoever can write here decides what runs.
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static byte[] encode(Compiled compiled) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    output.writeInt(FORMAT);
    output.writeInt(compiled.modules().size());
    for (Map.Entry<ModulePath, String> module : compiled.modules().entrySet()) {
      output.writeUTF(module.getKey().value());
      output.writeUTF(module.getValue());
    }
    output.writeInt(compiled.classes().size());
    for (Map.Entry<String, byte[]> file : compiled.classes().entrySet()) {
      output.writeUTF(file.getKey());
      output.writeInt(file.getValue().length);
      output.write(file.getValue());
    }
    output.write(Sha256.bytes(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  private static Optional<Compiled> decode(byte[] bytes) throws IOException {
    DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
    if (input.readInt() != FORMAT) {
      return Optional.empty();
    }
    Map<ModulePath, String> modules = new HashMap<>();
    for (int left = count(input); left > 0; left--) {
      modules.put(new ModulePath(input.readUTF()), input.readUTF());
    }
    Map<String, byte[]> classes = new HashMap<>();
    for (int left = count(input); left > 0; left--) {
      String name = input.readUTF();
      classes.put(name, input.readNBytes(input.readInt()));
    }
    return Optional.of(new Compiled(classes, modules));
  }

  private static int count(DataInputStream input) throws IOException {
    int count = input.readInt();
    if (count < 0 || count > MOST_ENTRIES) {
      throw new IOException("Not a count: " + count);
    }
    return count;
  }

  /** Lets the older half go when there are too many. */
  private void sweep() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    if (files.size() <= MOST_FILES) {
      return;
    }
    record Dated(Path file, FileTime time) {}
    List<Dated> dated =
        files.stream()
            .map(file -> new Dated(file, time(file)))
            .sorted(Comparator.comparing(Dated::time))
            .toList();
    for (Dated old : dated.subList(0, dated.size() / 2)) {
      Files.deleteIfExists(old.file());
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // Somebody else swept it.
    }
  }
}
