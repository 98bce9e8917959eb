package dev.bifrost.supervisor.testing;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what must come. */
public final class Stages {

  private static final long BOUND_SECONDS = 20;

  private Stages() {}

  /** The value of the stage; fails if it fails or does not come within a bound. */
  public static <T> T outcome(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The stage gave no value", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting", e);
    }
  }
}
