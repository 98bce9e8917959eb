package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.util.List;

/** One thing that is measured. */
interface Section {

  /** Its name on the command line. */
  String name();

  /** Measures it; nothing of its own is left running. */
  List<Row> measure(Stage stage) throws IOException, InterruptedException;
}
