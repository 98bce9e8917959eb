package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Many executions that are sent and, if wanted, waited for together. Not thread-safe. */
final class Batch {

  // So many may be under way to Redis: enough to hide the way there.
  private static final int UNDER_WAY = 256;

  private record Sent(Submission submission, CompletionStage<Boolean> accepted) {}

  private final Client client;
  private final Output output;
  private final List<Submission> submissions;
  private final List<ExecutionId> accepted = new ArrayList<>();

  Batch(Client client, Output output, List<Submission> submissions) {
    this.client = client;
    this.output = output;
    this.submissions = submissions;
  }

  /** Sends them all; prints the ID of each. */
  ExitCode send(Optional<Due> due) {
    return post(due, true);
  }

  /** Sends them all and prints the results in the order in which they come. */
  ExitCode sendAndWait(Optional<Due> due) {
    Arrivals arrivals = new Arrivals(client);
    ExitCode code = post(due, false);
    if (accepted.isEmpty()) {
      return code;
    }
    long start = System.nanoTime();
    Map<String, Integer> byStatus = new TreeMap<>();
    boolean[] failed = {false};
    try (ProgressBar bar = bar("Done", accepted.size())) {
      bar.at(0);
      int[] count = {0};
      arrivals.await(
          accepted,
          result -> {
            bar.hide();
            failed[0] |= Results.printLine(output, result) != ExitCode.DONE;
            byStatus.merge(Plain.text(result.path("status").asString("")), 1, Integer::sum);
            count[0]++;
            bar.at(count[0]);
          });
    }
    output.note(
        accepted.size()
            + " executions ended in "
            + Plain.seconds((System.nanoTime() - start) / 1e9)
            + ": "
            + byStatus.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "))
            + ".");
    return failed[0] ? ExitCode.FAILED : code;
  }

  private ExitCode post(Optional<Due> due, boolean tell) {
    ArrayDeque<Sent> underWay = new ArrayDeque<>();
    int refused = 0;
    try (ProgressBar bar = bar("Sent", submissions.size())) {
      for (Submission submission : submissions) {
        if (underWay.size() == UNDER_WAY) {
          refused += settle(underWay.removeFirst(), bar, tell);
        }
        underWay.addLast(new Sent(submission, submission.post(client, due)));
      }
      while (!underWay.isEmpty()) {
        refused += settle(underWay.removeFirst(), bar, tell);
      }
    }
    return refused == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private int settle(Sent sent, ProgressBar bar, boolean tell) {
    if (!client.answer(sent.accepted)) {
      bar.hide();
      output.note("bifrost: " + sent.submission.taken());
      return 1;
    }
    accepted.add(sent.submission.id());
    if (tell) {
      bar.hide();
      sent.submission.print(output);
    }
    bar.at(accepted.size());
    return 0;
  }

  private ProgressBar bar(String what, int total) {
    return new ProgressBar(output.err(), output.screen(), what, total, System::nanoTime);
  }
}
