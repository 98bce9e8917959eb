package dev.bifrost.child;

import dev.bifrost.child.context.ContextStore;
import dev.bifrost.child.stdio.UserOutput;
import dev.bifrost.child.usage.UsageMeter;
import dev.bifrost.engine.Engine;
import dev.bifrost.engine.EngineSettings;
import dev.bifrost.engine.Shared;
import dev.bifrost.protocol.ChildSettings;
import java.nio.file.Path;

/**
 * Everything that executions need, made when the settings are known, on a thread of its own while
 * the child says hello.
 */
record Workshop(ChildSettings settings, ContextStore contexts, Engine engine, UsageMeter usage)
    implements AutoCloseable {

  static Workshop furnish(ChildSettings settings, ChildSources sources, UserOutput output) {
    output.prepare(); // First of all: the others log, and would bring logging up their own way.
    ContextStore contexts = sources.contexts().open(settings);
    contexts.prepare();
    Engine engine =
        new Engine(
            new EngineSettings(
                sources.classes().apply(settings),
                Path.of(settings.workspace()),
                settings.grace(),
                settings.limits(),
                new Shared(contexts.modules(), contexts.signals()),
                settings.codeCache().map(Path::of)));
    return new Workshop(settings, contexts, engine, UsageMeter.open());
  }

  @Override
  public void close() {
    engine.close();
    contexts.close();
  }
}
