package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.protocol.RecurringName;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.redis.RedisTrouble;
import io.lettuce.core.RedisException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Makes the whole command line, with the way in which it speaks of mistakes. */
final class CommandLines {

  private CommandLines() {}

  static CommandLine of(Surroundings surroundings, Screen screen, Service.Starter starter) {
    CommandLine commandLine = new CommandLine(new BifrostCommand(screen));
    commandLine
        .addSubcommand("serve", new ServeCommand(surroundings, starter))
        .addSubcommand("submit", new SubmitCommand(surroundings))
        .addSubcommand("result", new ResultCommand(surroundings))
        .addSubcommand("wait", new WaitCommand(surroundings))
        .addSubcommand("logs", new LogsCommand(surroundings))
        .addSubcommand("cancel", new CancelCommand(surroundings))
        .addSubcommand("signal", new SignalCommand(surroundings))
        .addSubcommand("run", new RunCommand(surroundings))
        .addSubcommand("dead", new DeadCommand(surroundings))
        .addSubcommand("retry", new RetryCommand(surroundings))
        .addSubcommand("ps", new ProcessesCommand(surroundings))
        .addSubcommand("queues", queues(surroundings))
        .addSubcommand("pause", new QueuePauseCommand(surroundings))
        .addSubcommand("resume", new QueueResumeCommand(surroundings))
        .addSubcommand("recycle", new RecycleCommand(surroundings))
        .addSubcommand("supervisor", supervisor(surroundings))
        .addSubcommand("module", new ModuleCommand(surroundings))
        .addSubcommand("recurring", recurring(surroundings))
        .addSubcommand("check", new CheckCommand(surroundings))
        .addSubcommand("doctor", new DoctorCommand(surroundings))
        .addSubcommand("config", new ConfigCommand(surroundings))
        .addSubcommand("completion", new CompletionCommand())
        .addSubcommand("help", new HelpCommand())
        .registerConverter(ExecutionId.class, converter(ExecutionId::new))
        .registerConverter(RecurringName.class, converter(RecurringName::new))
        .registerConverter(ZoneId.class, converter(Recurring::zone))
        .registerConverter(QueueName.class, converter(QueueName::new))
        .registerConverter(ModulePath.class, converter(ModulePath::new))
        .registerConverter(Due.class, converter(Due::parse))
        .registerConverter(Duration.class, converter(DurationText::parse))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(screen.helpWidth())
        .setColorScheme(
            Help.defaultColorScheme(screen.palette().enabled() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setParameterExceptionHandler(CommandLines::misspelt)
        .setExecutionExceptionHandler(CommandLines::failed);
    SeeAlso.addTo(commandLine);
    return commandLine;
  }

  private static CommandLine queues(Surroundings surroundings) {
    return new CommandLine(new QueuesCommand(surroundings))
        .addSubcommand("set", new QueueSetCommand(surroundings))
        .addSubcommand("unset", new QueueUnsetCommand(surroundings));
  }

  private static CommandLine supervisor(Surroundings surroundings) {
    return new CommandLine(new SupervisorGroupCommand())
        .addSubcommand("resize", new SupervisorResizeCommand(surroundings))
        .addSubcommand("log-level", new SupervisorLogLevelCommand(surroundings))
        .addSubcommand("drain", new SupervisorDrainCommand(surroundings));
  }

  private static CommandLine recurring(Surroundings surroundings) {
    return new CommandLine(new RecurringCommand())
        .addSubcommand("add", new RecurringAddCommand(surroundings))
        .addSubcommand("list", new RecurringListCommand(surroundings))
        .addSubcommand("show", new RecurringShowCommand(surroundings))
        .addSubcommand("pause", new RecurringPauseCommand(surroundings))
        .addSubcommand("resume", new RecurringResumeCommand(surroundings))
        .addSubcommand("rm", new RecurringRemoveCommand(surroundings));
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  private static int misspelt(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("bifrost: " + Misspelling.explain(e).strip());
    err.println(
        "\"" + command.getCommandSpec().qualifiedName() + " --help\" says more. Nothing was done.");
    err.flush();
    return ExitCode.USAGE.number();
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean debug = ((BifrostCommand) command.getCommandSpec().root().userObject()).debug();
    if (debug) {
      e.printStackTrace(err);
    }
    ExitCode code = explain(e, err);
    err.flush();
    return code.number();
  }

  private static ExitCode explain(Exception e, PrintWriter err) {
    if (e instanceof CommandFailure failure) {
      err.println("bifrost: " + failure.getMessage());
      return failure.code();
    }
    if (e instanceof ConfigurationException) {
      err.println("bifrost: " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof RedisException) {
      RedisTrouble trouble = RedisTrouble.of(e);
      err.println("bifrost: " + trouble.reason() + ". Nothing more was done.");
      return trouble.kind().ofTheServer() ? ExitCode.REDIS_UNREACHABLE : ExitCode.FAILED;
    }
    err.println(
        "bifrost: this is a bug in Bifrost, not your mistake: "
            + e.getClass().getSimpleName()
            + ": "
            + firstLine(e)
            + " (the same command with --debug shows where).");
    return ExitCode.FAILED;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
