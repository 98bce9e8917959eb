package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command line and the environment with which children start.
 *
 * @param java the java program
 * @param program the words that name what it runs, such as {@code -jar child-worker.jar}
 * @param heap most heap
 * @param metaspace most space for classes
 * @param flags further flags for the JVM, after ours, so that they win
 * @param environment the whole environment of a child, but for the mark that names it
 */
public record LaunchCommand(
    Path java,
    List<String> program,
    ByteSize heap,
    ByteSize metaspace,
    List<String> flags,
    Map<String, String> environment) {

  /**
   * Names the child in its environment, and so in that of every process that it starts: whoever
   * carries it after the child's end is an orphan of it.
   */
  static final String MARK = "BIFROST_CHILD";

  private static final ByteSize FIRST_HEAP = ByteSize.ofMebibytes(24);

  /** Copies the collections. */
  public LaunchCommand {
    program = List.copyOf(program);
    flags = List.copyOf(flags);
    environment = Map.copyOf(environment);
  }

  /** The arguments, with the file into which the JVM writes its report when it crashes. */
  List<String> arguments(Path crashReport) {
    List<String> arguments = new ArrayList<>();
    arguments.add(java.toString());
    // Serial: on few cores the parallel collectors' threads compete with the work.
    arguments.add("-XX:+UseSerialGC");
    arguments.add("-Xmx" + heap.bytes());
    // Else it is all of the largest heap at once, and an idle child touches a third of that.
    arguments.add("-Xms" + Math.min(heap.bytes(), FIRST_HEAP.bytes()));
    // C2 would compete with the work while most of a child's code is young; a flag brings it back.
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-XX:MaxMetaspaceSize=" + metaspace.bytes());
    // A JVM without memory is not to be trusted: it says so on stderr and leaves at once.
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    arguments.add("-XX:+DisplayVMOutputToStderr");
    arguments.add("-XX:ErrorFile=" + crashReport);
    arguments.add("-XX:-CreateCoredumpOnCrash");
    // Its memory-mapped file costs start-up and a periodic thread; nobody attaches to children.
    arguments.add("-XX:-UsePerfData");
    arguments.add("-XX:+UnlockDiagnosticVMOptions");
    // Archived classes stay where they were archived: nothing to relocate, pages that are shared.
    arguments.add("-XX:ArchiveRelocationMode=0");
    // Both otherwise wake an idle JVM up, once and four times in each second.
    arguments.add("-XX:GuaranteedSafepointInterval=0");
    arguments.add("-XX:AsyncDeflationInterval=5000");
    arguments.add("-Dfile.encoding=UTF-8");
    arguments.add("-Djava.awt.headless=true");
    arguments.addAll(flags);
    arguments.addAll(program);
    return arguments;
  }

  /** The environment of one child. */
  Map<String, String> environment(String mark) {
    Map<String, String> whole = new LinkedHashMap<>(environment);
    whole.put(MARK, mark);
    return whole;
  }

  /** One line that can be pasted into a shell; values of the environment are left out. */
  public String describe() {
    String names = String.join(",", new TreeMap<>(environment).keySet());
    String line =
        arguments(Path.of("hs_err.log")).stream()
            .map(LaunchCommand::quoted)
            .collect(Collectors.joining(" "));
    return line + "   (environment: " + names + ")";
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
