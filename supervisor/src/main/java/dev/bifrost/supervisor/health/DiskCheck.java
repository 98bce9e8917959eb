package dev.bifrost.supervisor.health;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room for logs, crash reports, compiled code and the embedded server's data. */
record DiskCheck(Path directory) {

  private static final long WARNING = 512L << 20;
  private static final long DOWN = 64L << 20;

  HealthNode node() {
    try {
      FileStore store = Files.getFileStore(directory);
      long free = store.getUsableSpace();
      String text = (free >> 20) + " MiB are free in " + directory;
      if (free < DOWN) {
        return HealthNode.down("disk", text + ", which is too little.");
      }
      return free < WARNING
          ? HealthNode.warning("disk", text + ", which is little.")
          : HealthNode.up("disk", text);
    } catch (IOException e) {
      return HealthNode.warning("disk", "It cannot be looked at: " + e.getMessage() + ".");
    }
  }
}
