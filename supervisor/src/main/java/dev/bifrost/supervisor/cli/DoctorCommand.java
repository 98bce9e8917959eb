package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.doctor.Finding;
import dev.bifrost.supervisor.doctor.HostExamination;
import dev.bifrost.supervisor.doctor.JavaExamination;
import dev.bifrost.supervisor.doctor.RedisExamination;
import dev.bifrost.supervisor.doctor.RedisFacts;
import dev.bifrost.supervisor.doctor.Verdict;
import io.lettuce.core.RedisCommandExecutionException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bifrost doctor}: tells what this host and its Redis can do, and what to change. */
@Command(
    description = {
      "Tell what this host and its Redis can do for a supervisor, and what to change.",
      "Changes nothing. The exit code is 1 if something is bad."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  bifrost doctor", "  bifrost doctor --config /etc/bifrost/main.yaml --json", ""})
final class DoctorCommand implements Callable<Integer> {

  private static final int QUESTIONS = 5;

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final Output output = new Output();

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Settings settings =
        Configuration.load(service.addTo(connection.options()), surroundings).settings();
    List<Finding> findings = new ArrayList<>();
    Set<Path> programs = new LinkedHashSet<>();
    settings.pools().forEach(pool -> programs.add(pool.launch().java()));
    programs.forEach(java -> findings.addAll(JavaExamination.of(java)));
    findings.addAll(HostExamination.of(Path.of("/"), settings));
    findings.addAll(redis(settings));
    FindingsView.print(output, findings);
    boolean bad = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.BAD);
    return (bad ? ExitCode.FAILED : ExitCode.DONE).number();
  }

  /** What Redis tells, or that it does not answer. */
  static List<Finding> redis(Settings settings) {
    try (Client client = Client.connect(settings)) {
      return RedisExamination.of(facts(client));
    } catch (CommandFailure e) {
      if (settings.redis().address().isEmpty()) {
        return List.of(
            new Finding(
                "Redis",
                Verdict.GOOD,
                "embedded; \"bifrost serve\" starts it, it does not run now",
                Optional.empty()));
      }
      return List.of(
          Finding.bad(
              "Redis",
              String.valueOf(e.getMessage()).replaceFirst("\\. Nothing was done\\..*", ""),
              "Nothing runs without it. Is the server running, and are address and password"
                  + " right?"));
    }
  }

  private static RedisFacts facts(Client client) {
    Map<String, String> info = RedisFacts.parseInfo(client.commands().info());
    Duration shortest = Duration.ofDays(1);
    Duration ahead = Duration.ZERO;
    for (int question = 0; question < QUESTIONS; question++) {
      long start = System.nanoTime();
      Instant there = client.now();
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
      if (roundTrip.compareTo(shortest) < 0) {
        shortest = roundTrip;
        ahead = Duration.between(Instant.now().minus(roundTrip.dividedBy(2)), there);
      }
    }
    return new RedisFacts(info, configuration(client), ahead, shortest);
  }

  private static Map<String, String> configuration(Client client) {
    try {
      Map<String, String> answers = new HashMap<>(client.commands().configGet("save"));
      answers.putAll(client.commands().configGet("appendfsync"));
      return answers;
    } catch (RedisCommandExecutionException e) {
      // Those who run Redis for others forbid the command.
      return Map.of();
    }
  }
}
