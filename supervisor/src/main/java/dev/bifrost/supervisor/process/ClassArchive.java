package dev.bifrost.supervisor.process;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a child, loaded and checked once and kept in a file that every child maps (class
 * data sharing): with it a child starts in half the time and shares much of its memory with the
 * others. The file is made beside children that serve already, by a child that rehearses, and lies
 * beside the jar or, where that cannot be written, in a folder of the supervisor. Its name says for
 * which JDK and jar it is; the JVM checks the same again. Whatever goes wrong, children start
 * without it. Any thread.
 */
public final class ClassArchive implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

  private static final String PREFIX = "child-worker-";
  private static final String SUFFIX = ".jsa";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ABORTED = 128 + 6;

  private final LaunchCommand command;
  private final Path jar;
  private final Path ownFolder;
  private final String name;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean distrusted;
  private volatile boolean closed;
  private volatile @Nullable Process rehearsal;

  /**
   * @param command with which the children start that use it
   * @param jar the jar of that command
   * @param ownFolder where it goes if it cannot lie beside the jar; made when it is needed
   */
  public ClassArchive(LaunchCommand command, Path jar, Path ownFolder) {
    this.command = command;
    this.jar = jar;
    this.ownFolder = ownFolder;
    this.name = PREFIX + fingerprint(command.java(), jar) + SUFFIX;
  }

  /** The archive, if there is one that fits. */
  public Optional<Path> find() {
    if (distrusted) {
      return Optional.empty();
    }
    return places().stream().filter(Files::exists).findFirst();
  }

  /** Makes it in the background if there is none; returns at once, and does so only once. */
  void make() {
    if (!closed && asked.compareAndSet(false, true) && !distrusted && find().isEmpty()) {
      Thread thread = new Thread(this::makeBeside, "class-archive");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * A child that used it has ended before it was ready.
   *
   * @param exitCode if the JVM aborted itself, the archive is to blame and is used no more
   */
  void blame(Path archive, int exitCode) {
    if (exitCode != ABORTED || distrusted) {
      return;
    }
    distrusted = true;
    log.warn("A child crashed at its start. {} is not used any more and is deleted", archive);
    delete(archive);
  }

  /** Ends a rehearsal that still runs. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Process running = rehearsal;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /** Every place where it may be, the best one first. */
  List<Path> places() {
    return folders().stream().map(folder -> folder.resolve(name)).toList();
  }

  private List<Path> folders() {
    Path beside = jar.toAbsolutePath().getParent();
    return beside == null ? List.of(ownFolder) : List.of(beside, ownFolder);
  }

  private void makeBeside() {
    long start = System.nanoTime();
    try {
      Path folder = folders().stream().filter(Files::isWritable).findFirst().orElse(ownFolder);
      Files.createDirectories(folder);
      if (makeIn(folder)) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        log.info("Made {} in {} ms; children start faster with it", folder.resolve(name), millis);
      }
    } catch (IOException e) {
      if (!closed) {
        log.warn(
            "No class archive was made: {}. Children start without, which is slower", e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody but the end of this process does that.
    }
  }

  /** Returns whether it was made here, and not by another supervisor at the same time. */
  private boolean makeIn(Path folder) throws IOException, InterruptedException {
    Path lockFile = folder.resolve(name + ".lock");
    Path draft = folder.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (lock(channel) == null || find().isPresent()) {
        return false;
      }
      try {
        run("rehearsal", command.rehearsal(draft));
        run("check", command.check(draft));
        // Whole and checked, or not there: half an archive crashes the JVM that maps it.
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        deleteStale(folder);
        return true;
      } finally {
        delete(draft);
        delete(lockFile);
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Another supervisor in this very process.
    }
  }

  private void run(String what, List<String> arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    rehearsal = process;
    try {
      process.getOutputStream().close();
      if (closed || !process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("its " + what + " was ended after " + LIMIT.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("its " + what + " ended with exit code " + process.exitValue());
      }
    } finally {
      process.destroyForcibly();
      rehearsal = null;
    }
  }

  /** Of earlier builds of the jar: nothing can use them any more. */
  private void deleteStale(Path folder) throws IOException {
    FileTime built = Files.getLastModifiedTime(jar);
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path archive : archives) {
        if (Files.getLastModifiedTime(archive).compareTo(built) < 0) {
          delete(archive);
        }
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.debug("{} could not be deleted: {}", file, e.getMessage());
    }
  }

  private static String fingerprint(Path java, Path jar) {
    Hasher hasher = Hashing.sha256().newHasher();
    try {
      Path program = java.toRealPath();
      hasher.putString(program.toString(), StandardCharsets.UTF_8);
      Path home = program.resolve("../..").normalize();
      addFile(hasher, home.resolve("lib/modules"));
      addFile(hasher, home.resolve("lib/server/libjvm.so"));
      hasher.putString(jar.toString(), StandardCharsets.UTF_8);
      addFile(hasher, jar);
    } catch (IOException e) {
      log.debug("No fingerprint of {} and {}: {}", java, jar, e.getMessage());
    }
    return hasher.hash().toString().substring(0, 16);
  }

  private static void addFile(Hasher hasher, Path file) throws IOException {
    if (Files.exists(file)) {
      hasher.putLong(Files.size(file)).putLong(Files.getLastModifiedTime(file).toMillis());
    }
  }
}
