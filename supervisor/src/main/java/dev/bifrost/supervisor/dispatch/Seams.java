package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.intake.IntakeListener;
import dev.bifrost.supervisor.intake.Leases;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.MemoryView;
import dev.bifrost.supervisor.settlement.Settlement;
import dev.bifrost.supervisor.time.Time;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Everything outside of the dispatcher; the real parts and the tests' fakes come in here.
 *
 * @param intake makes the intake of a pool, which tells this listener
 * @param leases keeps entries ours
 * @param settlement carries out what is decided
 * @param launcher makes what starts the children of a pool
 * @param aftermath decides what follows from an end
 * @param memory says how much is left
 * @param time clock and alarms
 * @param listener hears of everything
 */
public record Seams(
    BiFunction<PoolSettings, IntakeListener, Intake> intake,
    Leases leases,
    Settlement settlement,
    Function<PoolSettings, ChildLauncher> launcher,
    Aftermath aftermath,
    MemoryView memory,
    Time time,
    SupervisorListener listener) {}
