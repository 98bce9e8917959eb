package dev.bifrost.supervisor.config;

/** How much the supervisor logs. */
public enum LogLevel {
  /** Only what needs a person. */
  ERROR,
  /** And what may need one soon. */
  WARN,
  /** And every change of state of supervisor, children and executions. */
  INFO,
  /** And the decisions behind them. */
  DEBUG,
  /** And everything else. */
  TRACE
}
