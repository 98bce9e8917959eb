package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.redis.Reply;
import java.util.Locale;

/**
 * Whether a queue may be taken from, as Redis said last.
 *
 * @param kind how it stands
 * @param problem what is wrong with its settings; empty if nothing is
 */
record Standing(Kind kind, String problem) {

  /** Before Redis has said anything. */
  static final Standing UNKNOWN = new Standing(Kind.OPEN, "");

  /** How a queue stands. */
  enum Kind {
    /** Whoever waits for its next entry gets it. */
    OPEN,
    /** Only as far as its limits allow, which Redis has to be asked each time. */
    LIMITED,
    /** Not until an operator resumes it. */
    PAUSED
  }

  /** From what a script says, from this place on. */
  static Standing of(Reply reply, int from) {
    return new Standing(
        Kind.valueOf(reply.text(from).toUpperCase(Locale.ROOT)), reply.text(from + 1));
  }
}
