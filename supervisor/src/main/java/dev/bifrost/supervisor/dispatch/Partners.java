package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.intake.Leases;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.settlement.Settlement;
import dev.bifrost.supervisor.time.Time;

/**
 * Those with whom the dispatcher works.
 *
 * @param leases keeps them ours
 * @param settlement carries out what is decided
 * @param aftermath decides what follows from an end
 * @param time clock and alarms
 * @param listener hears of everything
 */
record Partners(
    Leases leases,
    Settlement settlement,
    Aftermath aftermath,
    Time time,
    SupervisorListener listener) {}
