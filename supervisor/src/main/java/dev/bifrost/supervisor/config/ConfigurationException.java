package dev.bifrost.supervisor.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries every problem that it has. */
public final class ConfigurationException extends Exception {

  private final List<Problem> problems;

  /**
   * @param problems at least one
   */
  public ConfigurationException(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(
                Collectors.joining(
                    "\n",
                    problems.size() == 1
                        ? "The configuration has a problem; nothing was started.\n"
                        : "The configuration has "
                            + problems.size()
                            + " problems; nothing was started.\n",
                    "")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the keys. */
  public List<Problem> problems() {
    return problems;
  }
}
