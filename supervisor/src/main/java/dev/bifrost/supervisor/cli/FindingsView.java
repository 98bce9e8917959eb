package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.doctor.Finding;
import dev.bifrost.supervisor.doctor.Verdict;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** How findings are shown. */
final class FindingsView {

  private FindingsView() {}

  /** Prints them, with the advice that they need. */
  static void print(Output output, List<Finding> findings) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      findings.forEach(
          finding ->
              array
                  .addObject()
                  .put("subject", finding.subject())
                  .put("verdict", finding.verdict().wireName())
                  .put("found", finding.found())
                  .put("advice", finding.advice().orElse(null)));
      output.pretty(array);
      return;
    }
    Table table = new Table("VERDICT", "WHAT", "FOUND");
    findings.forEach(
        finding ->
            table.row(
                finding.verdict().wireName(), finding.subject(), Plain.text(finding.found())));
    output.table(table);
    for (Finding finding : findings) {
      finding
          .advice()
          .ifPresent(
              advice ->
                  output.line(
                      "\n" + colour(output, finding.verdict(), finding.subject()) + ": " + advice));
    }
  }

  private static String colour(Output output, Verdict verdict, String subject) {
    Palette palette = output.palette();
    return switch (verdict) {
      case GOOD -> palette.green(subject);
      case NOTE -> palette.bold(subject);
      case WARNING -> palette.yellow(subject);
      case BAD -> palette.red(subject);
    };
  }
}
