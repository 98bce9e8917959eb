package dev.bifrost.supervisor.fault;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.dispatch.Seams;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.settlement.Milestones;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deaths that were asked for: {@code after-begin:halt:0.01} halts the process at one in a
 * hundred passages of that point; several are separated by commas. Usable from any thread.
 */
public final class Faults implements Milestones {

  /** The system property that asks for them. */
  public static final String PROPERTY = "bifrost.fault";

  /** The exit code of a process that died by one. */
  public static final int EXIT_CODE = 99;

  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private final Map<FaultPoint, Double> chances;
  private final DoubleSupplier chance;
  private final Runnable halt;

  private Faults(Map<FaultPoint, Double> chances, DoubleSupplier chance, Runnable halt) {
    this.chances = chances;
    this.chance = chance;
    this.halt = halt;
  }

  /** Those that this process was started with; none, as a rule. */
  public static Faults ofThisProcess() {
    return parse(
        System.getProperty(PROPERTY, ""), Math::random, () -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  /**
   * Reads what is asked for.
   *
   * @param chance gives numbers from 0 to 1
   * @param halt ends the process at once
   * @throws IllegalArgumentException if it is not understood; the message names it and says what is
   *     allowed
   */
  static Faults parse(String text, DoubleSupplier chance, Runnable halt) {
    Map<FaultPoint, Double> chances =
        text.isBlank()
            ? Map.of()
            : Arrays.stream(text.split(",", -1))
                .collect(Collectors.toMap(Faults::point, Faults::chance, Math::max));
    return new Faults(chances, chance, halt);
  }

  /** The same seams where nothing was asked for; else such that lead through the points. */
  public Seams around(Seams seams) {
    if (chances.isEmpty()) {
      return seams;
    }
    log.warn("This process was asked to die: {}", chances);
    return new Seams(
        (pool, listener) ->
            new FaultyIntake(
                seams.intake().apply(pool, FaultyIntake.listener(listener, this)), this),
        seams.leases(),
        new FaultySettlement(seams.settlement(), this),
        seams.launcher(),
        seams.aftermath(),
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
    Double likely = chances.get(point);
    if (likely != null && chance.getAsDouble() < likely) {
      log.error("The process dies at {}, as it was asked to", point.text());
      halt.run();
    }
  }

  private static FaultPoint point(String fault) {
    String name = fault.strip().split(":", -1)[0];
    return FaultPoint.of(name).orElseThrow(() -> refusal(fault));
  }

  private static double chance(String fault) {
    String[] parts = fault.strip().split(":", -1);
    if (parts.length != 3 || !parts[1].equals("halt")) {
      throw refusal(fault);
    }
    try {
      double value = Double.parseDouble(parts[2]);
      if (value > 0 && value <= 1) {
        return value;
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
            + ". Allowed are POINT:halt:CHANCE with a chance over 0 and up to 1, and the points "
            + Arrays.stream(FaultPoint.values())
                .map(FaultPoint::text)
                .collect(Collectors.joining(", "))
            + ". Nothing was started.");
  }
}
