import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which animals cost aviation most? Sent as source; reads a CSV out of the workspace. */
public class BirdStrikes {

  private static final Logger log = LoggerFactory.getLogger(BirdStrikes.class);

  record Species(String name, int strikes, long dollars) {
    Species plus(long cost) {
      return new Species(name, strikes + 1, dollars + cost);
    }
  }

  record Report(int strikes, long dollars, List<Species> costliest) {}

  public static Report run(String file, int top) throws IOException {
    Map<String, Species> all = new HashMap<>();
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      lines.skip(1).forEach(line -> count(line.split(","), all));
    }
    log.info("{} species in {}", all.size(), file);
    List<Species> costliest =
        all.values().stream()
            .filter(species -> !species.name().startsWith("Unknown"))
            .sorted(Comparator.comparingLong(Species::dollars).reversed())
            .limit(top)
            .toList();
    return new Report(
        all.values().stream().mapToInt(Species::strikes).sum(),
        all.values().stream().mapToLong(Species::dollars).sum(),
        costliest);
  }

  private static void count(String[] columns, Map<String, Species> all) {
    String name = columns[8];
    long cost = columns[12].isEmpty() ? 0 : Long.parseLong(columns[12]);
    all.put(name, all.getOrDefault(name, new Species(name, 0, 0)).plus(cost));
  }
}
