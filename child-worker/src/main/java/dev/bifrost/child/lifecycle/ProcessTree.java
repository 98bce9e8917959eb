package dev.bifrost.child.lifecycle;

import java.util.List;

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
    int killed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> living =
          ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
      if (living.isEmpty()) {
        return killed;
      }
      for (ProcessHandle process : living) {
        if (process.destroyForcibly()) {
          killed++;
        }
      }
    }
    return killed;
  }
}
