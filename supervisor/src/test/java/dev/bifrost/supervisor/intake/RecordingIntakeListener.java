package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what an intake tells, for a test that waits for it. */
final class RecordingIntakeListener implements IntakeListener {

  private static final long BOUND_SECONDS = 20;

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> rejections = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<String>> availability = new LinkedBlockingQueue<>();

  @Override
  public void delivered(List<Delivery> entries, Duration age) {
    deliveries.addAll(entries);
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    rejections.add(queue + ": " + reason);
  }

  @Override
  public void availability(Optional<String> reason) {
    availability.add(reason);
  }

  Delivery nextDelivery() throws InterruptedException {
    return next(deliveries, "delivery");
  }

  List<String> nextDeliveries(int number) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < number; index++) {
      ids.add(nextDelivery().id().value());
    }
    return ids;
  }

  String nextRejection() throws InterruptedException {
    return next(rejections, "rejection");
  }

  Optional<String> nextAvailability() throws InterruptedException {
    return next(availability, "availability");
  }

  /** Deliveries that nobody asked for yet. */
  int waiting() {
    return deliveries.size();
  }

  private static <T> T next(BlockingQueue<T> queue, String what) throws InterruptedException {
    @Nullable T next = queue.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("No " + what + " came");
    }
    return next;
  }
}
