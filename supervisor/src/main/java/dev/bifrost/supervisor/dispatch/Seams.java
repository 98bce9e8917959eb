package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.intake.IntakeListener;
import dev.bifrost.supervisor.intake.Leases;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.settlement.Settlement;
import dev.bifrost.supervisor.time.Time;
import java.util.function.Function;

/**
 * Everything outside of the dispatcher; the real parts and the tests' fakes come in here.
 *
 * @param intake makes the intake that tells this listener
 * @param leases keeps entries ours
 * @param settlement carries out what is decided
 * @param launcher starts children
 * @param aftermath decides what follows from an end
 * @param time clock and alarms
 * @param listener hears of everything
 */
public record Seams(
    Function<IntakeListener, Intake> intake,
    Leases leases,
    Settlement settlement,
    ChildLauncher launcher,
    Aftermath aftermath,
    Time time,
    SupervisorListener listener) {}
