package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where executions find what somebody told them. Any thread. */
public interface SignalSource {

  /** A place where nobody is ever told anything. */
  SignalSource NONE =
      (id, after, patience) -> {
        throw new IOException("signals reach no execution here");
      };

  /** The place before all signals. */
  String START = "0";

  /**
   * Signals of the execution after a place, in their order. Where there are none, it may wait for
   * one for as long as it thinks right, but no longer than {@code patience}.
   *
   * @param after the {@link Posted#place} of the last one that was read, or {@link #START}
   * @throws IOException with the reason as a clause, if they cannot be read
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  List<Posted> read(ExecutionId id, String after, Duration patience)
      throws IOException, InterruptedException;

  /**
   * A signal as it stands there.
   *
   * @param place where
   * @param name what it is about
   * @param data JSON, if whoever sent it kept to that; null if nothing was sent with it
   */
  record Posted(String place, String name, @Nullable String data) {}
}
