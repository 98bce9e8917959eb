package dev.bifrost.supervisor.cli;

/** The end of a command that cannot go on, with what people are told. */
final class CommandFailure extends RuntimeException {

  private final ExitCode code;

  /**
   * @param message what, which, why, and what to do
   */
  CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
