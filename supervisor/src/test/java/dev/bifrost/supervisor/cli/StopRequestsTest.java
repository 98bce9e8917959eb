package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.observe.Pulse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StopRequestsTest {

  private final List<String> said = new ArrayList<>();
  private final RecordingService service = new RecordingService();
  private final StopRequests requests = new StopRequests(said::add);

  @Test
  void theFirstSignalDrainsAndTheSecondHurries() {
    requests.attach(service);
    assertEquals(List.of(), service.calls);

    requests.request("SIGTERM");
    assertEquals(List.of("drain"), service.calls);
    assertTrue(said.get(0).startsWith("SIGTERM: draining"), said.get(0));

    requests.request("SIGINT");
    assertEquals(List.of("drain", "drain", "drainNow"), service.calls);
    assertTrue(said.get(1).startsWith("SIGINT: stopping soon"), said.get(1));
  }

  @Test
  void signalsThatComeDuringTheStartAreKept() {
    requests.request("SIGTERM");
    requests.request("SIGTERM");

    requests.attach(service);

    assertEquals(List.of("drain", "drainNow"), service.calls);
  }

  private static final class RecordingService implements Service {

    private final List<String> calls = new ArrayList<>();

    @Override
    public String redis() {
      return "nowhere";
    }

    @Override
    public Optional<String> http() {
      return Optional.empty();
    }

    @Override
    public CompletionStage<?> ready() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void stopWhenEmpty() {
      calls.add("stopWhenEmpty");
    }

    @Override
    public void watch(Path folder) {
      calls.add("watch");
    }

    @Override
    public boolean hasFailures() {
      return false;
    }

    @Override
    public Pulse pulse() {
      return () -> new CompletableFuture<>();
    }

    @Override
    public void drain() {
      calls.add("drain");
    }

    @Override
    public void drainNow() {
      calls.add("drainNow");
    }

    @Override
    public void awaitStopped() {
      calls.add("awaitStopped");
    }
  }
}
