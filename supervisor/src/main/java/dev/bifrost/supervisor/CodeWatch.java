package dev.bifrost.supervisor;

import dev.bifrost.supervisor.dispatch.Dispatch;
import dev.bifrost.supervisor.process.FileStamps;
import dev.bifrost.supervisor.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has children replaced when files in a folder change. On the timer's thread. */
final class CodeWatch {

  private static final Logger log = LoggerFactory.getLogger(CodeWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Path folder;
  private final Dispatch dispatch;
  private final Time time;
  private FileStamps before;

  CodeWatch(Path folder, Dispatch dispatch, Time time) {
    this.folder = folder;
    this.dispatch = dispatch;
    this.time = time;
    this.before = FileStamps.of(List.of(folder));
  }

  /** Begins to look. */
  void start() {
    time.after(PAUSE, this::look);
  }

  private void look() {
    FileStamps now = FileStamps.of(List.of(folder));
    if (!now.equals(before)) {
      before = now;
      CompletableFuture<Integer> unused =
          dispatch
              .recycle(Set.of(), "files in " + folder + " have changed")
              .whenComplete(
                  (found, failure) ->
                      log.info(
                          "Files in {} have changed; {} children are replaced.", folder, found));
    }
    start();
  }
}
