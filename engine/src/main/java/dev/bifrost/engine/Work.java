package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.workflow.Execution;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done on the thread of an execution: all of it, so that its timeout covers all of it. */
final class Work {

  private final CodeLoader loader;
  private final EngineSettings settings;

  Work(CodeLoader loader, EngineSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  /**
   * Does what the context asks for.
   *
   * @param log where a command's output goes
   * @throws InterruptedException if a command was told to end
   */
  Outcome perform(ExecutionContext context, Execution execution, LogBook log)
      throws InterruptedException {
    try {
      return ExecutionContext.COMMAND.equals(context.functionName())
          ? command(context, log)
          : workflow(context, execution);
    } catch (Refusal e) {
      return Outcome.refused(e);
    }
  }

  private Outcome command(ExecutionContext context, LogBook log)
      throws Refusal, InterruptedException {
    CommandRequest request =
        CommandRequest.parse(context.parameters(), new Workspace(settings.workspace()));
    return Outcome.exited(new CommandProcess(log, settings).run(request));
  }

  private Outcome workflow(ExecutionContext context, Execution execution) throws Refusal {
    Code code = loader.load(context);
    Thread.currentThread().setContextClassLoader(code.loader());
    EntryPoint entryPoint =
        new EntryPointFinder(code)
            .find(context.functionName(), Set.copyOf(context.parameters().propertyNames()));
    @Nullable Object[] arguments =
        new ParameterBinder(code, context.parameters()).bind(entryPoint, execution);
    return call(code, entryPoint, arguments);
  }

  private Outcome call(Code code, EntryPoint entryPoint, @Nullable Object[] arguments) {
    try {
      Object returned = entryPoint.call(arguments);
      return Outcome.returned(new ReturnValue(code, settings.limits().result()).write(returned));
    } catch (Refusal e) {
      return Outcome.refused(e);
    } catch (ModuleException e) {
      return Outcome.refused(e.refusal());
    } catch (ExceptionInInitializerError e) {
      // The class is unusable from now on: the next execution gets it anew, and the real reason.
      loader.forget(code);
      return Outcome.threw(e.getCause() == null ? e : e.getCause());
    } catch (NoClassDefFoundError e) {
      loader.forget(code);
      return Outcome.threw(e);
    } catch (Throwable e) {
      // The user's code may throw anything, and all of it is part of the result.
      return Outcome.threw(e);
    }
  }
}
