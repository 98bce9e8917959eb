package dev.bifrost.supervisor.admission;

import dev.bifrost.protocol.ByteSize;
import java.util.Optional;

/**
 * What must stay free of the memory. Where nobody tells how much there is, all is admitted.
 *
 * @param size zero for no care at all
 */
public record Headroom(ByteSize size) {

  /** A child that has run nothing yet has about this size. */
  public static final ByteSize CHILD = ByteSize.ofMebibytes(64);

  /** Whether another child may be started. */
  public boolean allowsChild(Optional<ByteSize> available) {
    return allows(available, CHILD.bytes());
  }

  /** Whether anything may be taken from a queue. */
  public boolean allowsAnything(Optional<ByteSize> available) {
    return allows(available, 0);
  }

  /**
   * Whether an execution may begin.
   *
   * @param expected the size that its child is expected to reach
   * @param growth by how much those that run are expected to grow still
   * @param alone whether nothing runs: then even what seems too large may try
   */
  public boolean allowsExecution(
      Optional<ByteSize> available, ByteSize expected, long growth, boolean alone) {
    return allows(available, alone ? 0 : growth + growth(expected));
  }

  /** By how much a child is expected to grow. */
  public static long growth(ByteSize expected) {
    return Math.max(0, expected.bytes() - CHILD.bytes());
  }

  private boolean allows(Optional<ByteSize> available, long more) {
    return size.bytes() == 0
        || available.isEmpty()
        || available.get().bytes() - more >= size.bytes();
  }
}
