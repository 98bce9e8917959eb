package dev.bifrost.supervisor.config;

/** How log lines on standard error are written. */
public enum LogFormat {
  /** One line for people. */
  TEXT,
  /** One JSON object on each line. */
  JSON
}
