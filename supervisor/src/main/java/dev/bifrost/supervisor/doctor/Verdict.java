package dev.bifrost.supervisor.doctor;

import java.util.Locale;

/** How good or bad a finding is, from good to bad. */
public enum Verdict {
  /** As it should be. */
  GOOD,
  /** Works; something could be better, or could not be seen. */
  NOTE,
  /** Works today; on a bad day it loses work or time. */
  WARNING,
  /** Does not work, or loses data without anybody's mistake. */
  BAD;

  /** How it is spelt in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
