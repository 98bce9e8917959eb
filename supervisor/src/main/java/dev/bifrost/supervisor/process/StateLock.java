package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a state directory, which only one supervisor has at a time. The operating system
 * takes it back when its holder dies, however it dies.
 */
public final class StateLock implements AutoCloseable {

  private static final int LONGEST_PID = 20;

  private final Path directory;
  private final FileChannel channel;

  private StateLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the directory, and makes it where it does not exist.
   *
   * @throws IOException if another process has it, whose pid the message names, or if it cannot be
   *     written
   */
  public static StateLock take(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    FileChannel channel =
        FileChannel.open(
            absolute.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        throw new IOException(
            "The state directory "
                + absolute
                + " is in use by the process "
                + holder(channel)
                + ". Nothing was started; stop that one, or configure another state.dir.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new StateLock(absolute, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The directory, absolute. */
  public Path directory() {
    return directory;
  }

  /** Gives the directory back. Idempotent. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another part of this very process has it.
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "that started just now" : pid;
  }
}
