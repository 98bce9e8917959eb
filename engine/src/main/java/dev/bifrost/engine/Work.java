package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.workflow.Execution;
import java.util.Set;
import java.util.function.BiConsumer;
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
   * @param variables hear of those of a workflow method
   * @param declared told what the author of a workflow method wants, before that is called
   * @throws InterruptedException if a command was told to end
   */
  Outcome perform(
      ExecutionContext context,
      Execution execution,
      LogBook log,
      LocalVariables variables,
      BiConsumer<EntryPoint, Declaration> declared)
      throws InterruptedException {
    try {
      return ExecutionContext.COMMAND.equals(context.functionName())
          ? command(context, log)
          : workflow(context, execution, variables, declared);
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

  private Outcome workflow(
      ExecutionContext context,
      Execution execution,
      LocalVariables variables,
      BiConsumer<EntryPoint, Declaration> declared)
      throws Refusal {
    Code loaded = loader.load(context);
    EntryPoint found =
        new EntryPointFinder(loaded)
            .find(context.functionName(), Set.copyOf(context.parameters().propertyNames()));
    declared.accept(found, Declaration.of(found));
    Callable callable = telling(loaded, found);
    Thread.currentThread().setContextClassLoader(callable.code().loader());
    @Nullable Object[] arguments =
        new ParameterBinder(callable.code(), context.parameters())
            .bind(callable.entryPoint(), execution);
    return call(loaded, callable, arguments, variables);
  }

  /** A method and the code that its class belongs to. */
  private record Callable(Code code, EntryPoint entryPoint) {}

  /** As it was found, if the telling classes are no good: to look on must not fail anything. */
  private static Callable telling(Code loaded, EntryPoint found) {
    Code code = loaded.telling(found.method());
    if (code.equals(loaded)) {
      return new Callable(loaded, found);
    }
    try {
      return new Callable(code, found.in(code.loader()));
    } catch (ReflectiveOperationException | LinkageError e) {
      return new Callable(loaded, found);
    }
  }

  private Outcome call(
      Code code, Callable callable, @Nullable Object[] arguments, LocalVariables variables) {
    Class<?> telling = callable.entryPoint().method().getDeclaringClass();
    try {
      variables.listen(telling, true);
      Object returned = callable.entryPoint().call(arguments);
      variables.listen(telling, false);
      return Outcome.returned(
          new ReturnValue(callable.code(), settings.limits().result()).write(returned));
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
