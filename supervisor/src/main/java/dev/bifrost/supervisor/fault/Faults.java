package dev.bifrost.supervisor.fault;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.dispatch.Seams;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.settlement.Milestones;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failures that were asked for: {@code after-begin:halt:0.01} halts the process at one in a
 * hundred passages of that point, {@code running:stall:1} holds the thread at the first one for
 * ever; several are separated by commas. Usable from any thread.
 */
public final class Faults implements Milestones {

  /** The system property that asks for them. */
  public static final String PROPERTY = "bifrost.fault";

  /** The exit code of a process that died by one. */
  public static final int EXIT_CODE = 99;

  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  /** What happens at a point, and how likely. */
  private record Fault(String deed, double likely) {

    Fault orLikelier(Fault other) {
      return other.likely > likely ? other : this;
    }

    @Override
    public String toString() {
      return deed + ":" + likely;
    }
  }

  private final Map<FaultPoint, Fault> asked;
  private final DoubleSupplier chance;
  private final Map<String, Runnable> deeds;

  private Faults(Map<FaultPoint, Fault> asked, DoubleSupplier chance, Map<String, Runnable> deeds) {
    this.asked = asked;
    this.chance = chance;
    this.deeds = deeds;
  }

  /** Those that this process was started with; none, as a rule. */
  public static Faults ofThisProcess() {
    return parse(
        System.getProperty(PROPERTY, ""),
        Math::random,
        Map.of("halt", () -> Runtime.getRuntime().halt(EXIT_CODE), "stall", Faults::stall));
  }

  /**
   * Reads what is asked for.
   *
   * @param chance gives numbers from 0 to 1
   * @param deeds what can happen, by name
   * @throws IllegalArgumentException if it is not understood; the message names it and says what is
   *     allowed
   */
  static Faults parse(String text, DoubleSupplier chance, Map<String, Runnable> deeds) {
    Map<FaultPoint, Fault> asked =
        text.isBlank()
            ? Map.of()
            : Arrays.stream(text.split(",", -1))
                .collect(
                    Collectors.toMap(
                        Faults::point, fault -> fault(fault, deeds.keySet()), Fault::orLikelier));
    return new Faults(asked, chance, deeds);
  }

  /** The same seams where nothing was asked for; else such that lead through the points. */
  public Seams around(Seams seams) {
    if (asked.isEmpty()) {
      return seams;
    }
    log.warn("This process was asked to fail: {}", asked);
    return new Seams(
        (pool, listener) ->
            new FaultyIntake(
                seams.intake().apply(pool, FaultyIntake.listener(listener, this)), this),
        seams.leases(),
        new FaultySettlement(seams.settlement(), this),
        seams.launcher(),
        seams.aftermath(),
        seams.memory(),
        seams.time(),
        SupervisorListener.all(List.of(seams.listener(), new FaultyListener(this))));
  }

  @Override
  public void resultStands(ExecutionId id) {
    at(FaultPoint.AFTER_FINISH);
  }

  @Override
  public void acknowledging(ExecutionId id) {
    at(FaultPoint.BEFORE_ACKNOWLEDGEMENT);
  }

  /** The point is passed, or not. */
  void at(FaultPoint point) {
    Fault fault = asked.get(point);
    if (fault != null && chance.getAsDouble() < fault.likely()) {
      log.error("A {} at {}, as it was asked for", fault.deed(), point.text());
      Optional.ofNullable(deeds.get(fault.deed())).ifPresent(Runnable::run);
    }
  }

  /** Holds the thread that passes for ever. */
  private static void stall() {
    while (true) {
      LockSupport.park();
    }
  }

  private static FaultPoint point(String fault) {
    String name = fault.strip().split(":", -1)[0];
    return FaultPoint.of(name).orElseThrow(() -> refusal(fault));
  }

  private static Fault fault(String fault, Set<String> deeds) {
    String[] parts = fault.strip().split(":", -1);
    if (parts.length != 3 || !deeds.contains(parts[1])) {
      throw refusal(fault);
    }
    try {
      double value = Double.parseDouble(parts[2]);
      if (value > 0 && value <= 1) {
        return new Fault(parts[1], value);
      }
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException) refusal(fault).initCause(e);
    }
    throw refusal(fault);
  }

  private static IllegalArgumentException refusal(String fault) {
    return new IllegalArgumentException(
        "Not a fault: \""
            + fault
            + "\" in -D"
            + PROPERTY
            + ". Allowed are POINT:halt:CHANCE and POINT:stall:CHANCE with a chance over 0 and up to 1, and the points "
            + Arrays.stream(FaultPoint.values())
                .map(FaultPoint::text)
                .collect(Collectors.joining(", "))
            + ". Nothing was started.");
  }
}
