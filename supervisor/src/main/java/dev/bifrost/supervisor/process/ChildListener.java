package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ChildMessage;

/**
 * Hears of one child. Called on the child's own threads, one call at a time and in the order of
 * what happened; {@code gone} is the last.
 */
public interface ChildListener {

  /** The process runs; it has not said {@code ready} yet. */
  void launched(ChildId id, ChildProcess process);

  /** The process could not be started; nothing follows. */
  void launchFailed(ChildId id, String reason);

  /** It sent a message. */
  void said(ChildId id, ChildMessage message);

  /** Native code printed text to its standard output. */
  void printed(ChildId id, String text);

  /**
   * It broke the protocol.
   *
   * @param evidence what is wrong, and how the output in question begins
   */
  void babbled(ChildId id, String evidence);

  /** It has ended and all its output was told. */
  void gone(ChildId id, ChildExit exit);
}
