package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ChildMessage;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on, and tells the archive of classes how the start of one child went. Runs as
 * the listener does.
 */
final class StartWatch implements ChildListener {

  private final ChildListener listener;
  private final ClassArchive archive;
  private final @Nullable Path used;
  private boolean ready; // Of the child's own threads, which take turns.

  /**
   * @param used the archive that the child was started with, if any
   */
  StartWatch(ChildListener listener, ClassArchive archive, Optional<Path> used) {
    this.listener = listener;
    this.archive = archive;
    this.used = used.orElse(null);
  }

  @Override
  public void launched(ChildId id, ChildProcess process) {
    listener.launched(id, process);
  }

  @Override
  public void launchFailed(ChildId id, String reason) {
    listener.launchFailed(id, reason);
  }

  @Override
  public void said(ChildId id, ChildMessage message) {
    listener.said(id, message);
    if (!ready) {
      ready = true;
      archive.make(); // Not before: until a child serves, the processors are for its start.
    }
  }

  @Override
  public void printed(ChildId id, String text) {
    listener.printed(id, text);
  }

  @Override
  public void babbled(ChildId id, String evidence) {
    listener.babbled(id, evidence);
  }

  @Override
  public void gone(ChildId id, ChildExit exit) {
    if (!ready && used != null) {
      archive.blame(used, exit.status());
    }
    listener.gone(id, exit);
  }
}
