import dev.bifrost.workflow.Execution;
import dev.bifrost.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** When do flights leave late? Takes a record, logs, and tells how far it has come. */
public class RushHours {

  /** Bound by name from the JSON object that the client sends. */
  public record Question(String file, int from, int to) {}

  record Hour(int hour, int flights, double meanDelay) {}

  @Workflow
  public List<Hour> hours(Question question, Execution execution) throws IOException {
    long[] flights = new long[24];
    long[] delays = new long[24];
    List<String> lines = Files.readAllLines(Path.of(question.file()));
    for (int i = 1; i < lines.size(); i++) {
      String[] columns = lines.get(i).split(",");
      int hour = (int) Double.parseDouble(columns[2]) % 24;
      flights[hour]++;
      delays[hour] += Long.parseLong(columns[0]);
      if (i % 50_000 == 0) {
        execution.checkCancelled();
        execution.progress((double) i / lines.size(), i + " flights read");
      }
    }
    List<Hour> answer = new ArrayList<>();
    for (int hour = question.from(); hour <= question.to(); hour++) {
      double mean = Math.round(10.0 * delays[hour] / Math.max(1, flights[hour])) / 10.0;
      execution.logger().info("{}:00 {} flights, {} min late", hour, flights[hour], mean);
      answer.add(new Hour(hour, (int) flights[hour], mean));
    }
    return answer;
  }
}
