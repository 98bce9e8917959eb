package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ByteSize;
import java.util.Optional;

/** What memory is left for more processes; quick, and usable from any thread. */
public interface MemoryView {

  /** Tells nothing, and so never keeps anything back. */
  MemoryView UNKNOWN = Optional::empty;

  /** What could be used now without anything being swapped or killed; empty if nobody tells. */
  Optional<ByteSize> available();
}
