package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.Trial;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.HostCheck;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.doctor.ClassPathExamination;
import dev.bifrost.supervisor.doctor.Finding;
import dev.bifrost.supervisor.doctor.HostExamination;
import dev.bifrost.supervisor.doctor.JavaExamination;
import dev.bifrost.supervisor.doctor.Verdict;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bifrost check}: proves that this host can serve, with what it would serve with. */
@Command(
    description = {
      "Prove that this host can serve: Redis answers, the JDK and the class path are there and fit,",
      "one child of each pool starts, memory and limits suffice. The exit code is 0 if so, else 1.",
      "Serves nothing; makes the state directory and the workspace where they are missing."
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost check --config /etc/bifrost/main.yaml && bifrost serve --config …", ""})
final class CheckCommand implements Callable<Integer> {

  private static final RedisAddress NOWHERE = new RedisAddress("redis://127.0.0.1:6379");

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ServiceOptions service = new ServiceOptions();
  @Mixin private final Output output = new Output();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    Configuration configuration =
        Configuration.load(service.addTo(connection.options()), surroundings);
    HostCheck.prepare(configuration);
    Settings settings = configuration.settings();
    List<Finding> findings = new ArrayList<>(DoctorCommand.redis(settings));
    for (Settings.Pool pool : settings.pools()) {
      Path java = pool.launch().java();
      findings.addAll(JavaExamination.of(java));
      findings.addAll(ClassPathExamination.of(pool.classPath(), JavaExamination.feature(java)));
    }
    for (Trial trial : Trial.ofAll(settings, settings.redis().address().orElse(NOWHERE))) {
      findings.add(finding(trial));
    }
    findings.addAll(HostExamination.of(Path.of("/"), settings));
    FindingsView.print(output, findings);
    boolean bad = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.BAD);
    return (bad ? ExitCode.FAILED : ExitCode.DONE).number();
  }

  private static Finding finding(Trial trial) {
    String subject = "child of " + trial.pool();
    return trial.ready()
        ? new Finding(subject, Verdict.GOOD, trial.told(), Optional.empty())
        : Finding.bad(
            subject,
            trial.told(),
            "Nothing can run in this pool. Look at child.flags, child.heap and child.java.");
  }
}
