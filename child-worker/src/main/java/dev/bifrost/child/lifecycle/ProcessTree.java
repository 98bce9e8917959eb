package dev.bifrost.child.lifecycle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The processes that this one started, and those that they started. */
public final class ProcessTree {

  private static final int ROUNDS = 3;

  private ProcessTree() {}

  /**
   * Kills them all; in a few rounds, for those that start others while they are being killed.
   *
   * @return how many there were
   */
  public static int kill() {
    // A process that was killed is still listed for a moment, and counts once.
    Set<Long> killed = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> living =
          ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
      if (living.isEmpty()) {
        return killed.size();
      }
      for (ProcessHandle process : living) {
        if (process.destroyForcibly()) {
          killed.add(process.pid());
        }
      }
    }
    return killed.size();
  }
}
