package dev.bifrost.supervisor.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.KeyDigest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HeadroomTest {

  private static final KeyDigest CODE = KeyDigest.of("code");

  private final Headroom headroom = new Headroom(ByteSize.ofMebibytes(100));

  @Test
  void aChildNeedsItsOwnSizeBesideTheHeadroom() {
    assertTrue(headroom.allowsChild(mebibytes(164)));
    assertFalse(headroom.allowsChild(mebibytes(163)));
  }

  @Test
  void anExecutionNeedsWhatItsChildIsExpectedToGrowByAndSoDoThoseThatRun() {
    ByteSize expected = ByteSize.ofMebibytes(264);

    assertTrue(headroom.allowsExecution(mebibytes(400), expected, 100L << 20, false));
    assertFalse(headroom.allowsExecution(mebibytes(399), expected, 100L << 20, false));
  }

  @Test
  void whatRunsAloneMayTryThoughItSeemsTooLarge() {
    ByteSize expected = ByteSize.ofMebibytes(1 << 20);

    assertTrue(headroom.allowsExecution(mebibytes(100), expected, 0, true));
    assertFalse(headroom.allowsExecution(mebibytes(99), expected, 0, true));
  }

  @Test
  void whereNothingIsKnownOrWantedAllIsAdmitted() {
    assertTrue(headroom.allowsChild(Optional.empty()));
    assertTrue(new Headroom(new ByteSize(0)).allowsChild(mebibytes(0)));
  }

  @Test
  void peaksAreLearnedAtOnceAndForgottenSlowly() {
    LearnedPeaks peaks = new LearnedPeaks();
    assertEquals(new ByteSize(0), peaks.expected(CODE));

    peaks.learn(CODE, new ByteSize(800));
    assertEquals(new ByteSize(800), peaks.expected(CODE));
    peaks.learn(CODE, new ByteSize(0));
    assertEquals(new ByteSize(700), peaks.expected(CODE));
    peaks.learn(CODE, new ByteSize(900));
    assertEquals(new ByteSize(900), peaks.expected(CODE));
  }

  @Test
  void onlySoManyWorkflowsAreRemembered() {
    LearnedPeaks peaks = new LearnedPeaks();
    peaks.learn(CODE, new ByteSize(1));
    for (int number = 0; number < 1_000; number++) {
      peaks.learn(KeyDigest.of("code " + number), new ByteSize(1));
    }

    assertEquals(new ByteSize(0), peaks.expected(CODE));
  }

  private static Optional<ByteSize> mebibytes(long count) {
    return Optional.of(ByteSize.ofMebibytes(count));
  }
}
