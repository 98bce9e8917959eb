package dev.bifrost.supervisor.doctor;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param subject what, a word or two
 * @param found what there is, for people
 * @param advice what to change, one sentence or more; there is one exactly if it is not good
 */
public record Finding(String subject, Verdict verdict, String found, Optional<String> advice) {

  /** Checks that advice is there where it is needed. */
  public Finding {
    if (advice.isPresent() == (verdict == Verdict.GOOD)) {
      throw new IllegalArgumentException(subject + " is " + verdict + " with " + advice);
    }
  }

  static Finding good(String subject, String found) {
    return new Finding(subject, Verdict.GOOD, found, Optional.empty());
  }

  static Finding note(String subject, String found, String advice) {
    return new Finding(subject, Verdict.NOTE, found, Optional.of(advice));
  }

  static Finding warning(String subject, String found, String advice) {
    return new Finding(subject, Verdict.WARNING, found, Optional.of(advice));
  }

  /** One that keeps a supervisor from working, or from keeping what it promises. */
  public static Finding bad(String subject, String found, String advice) {
    return new Finding(subject, Verdict.BAD, found, Optional.of(advice));
  }
}
