package dev.bifrost.child;

import dev.bifrost.child.context.ContextStores;
import dev.bifrost.engine.WorkflowClasses;
import dev.bifrost.protocol.ChildSettings;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a child gets things from.
 *
 * @param settings the settings of a child that is not sent any; throws {@link
 *     IllegalArgumentException} with every problem if they cannot be used
 * @param contexts the store of contexts that fits the settings
 * @param classes the workflows that fit the settings
 */
public record ChildSources(
    Supplier<ChildSettings> settings,
    ContextStores contexts,
    Function<ChildSettings, WorkflowClasses> classes) {}
