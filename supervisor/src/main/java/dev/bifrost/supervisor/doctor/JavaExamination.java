package dev.bifrost.supervisor.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the JDK of the children, without starting it. */
public final class JavaExamination {

  private static final String JAVA = "JDK of children";
  private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"((\\d+)[^\"]*)\"");
  private static final int OLDEST = 17;
  private static final int WITH_AUTOMATIC_ARCHIVES = 19;
  private static final int WITH_CACHES = 25;

  private JavaExamination() {}

  /**
   * Looks.
   *
   * @param java the java program
   */
  public static List<Finding> of(Path java) {
    if (!Files.isExecutable(java)) {
      return List.of(
          Finding.bad(
              JAVA,
              java + " is no program that can be run",
              "Set child.java to the java of a JDK of version 17 or newer."));
    }
    List<Finding> findings = new ArrayList<>();
    Path home = home(java);
    version(home)
        .ifPresentOrElse(
            version -> version(findings, version),
            () ->
                findings.add(
                    Finding.note(
                        JAVA,
                        "of unknown version in " + home,
                        "Run \"" + java + " -version\": it has to be 17 or newer.")));
    findings.add(
        Files.isExecutable(home.resolve("bin/javac"))
            ? Finding.good("compiler", home.resolve("bin/javac").toString())
            : Finding.bad(
                "compiler",
                "no bin/javac in " + home,
                "Workflows that are sent as source cannot be compiled. Install a whole JDK (Debian:"
                    + " apt-get install openjdk-17-jdk-headless) and point child.java to it."));
    return findings;
  }

  /** The version of the JDK of this java program, as 17; ours if it does not tell. */
  public static int feature(Path java) {
    return version(home(java))
        .map(version -> Integer.parseInt(version.group(2)))
        .orElse(Runtime.version().feature());
  }

  private static void version(List<Finding> findings, Matcher version) {
    String full = version.group(1);
    int feature = Integer.parseInt(version.group(2));
    if (feature < OLDEST) {
      findings.add(
          Finding.bad(JAVA, full, "Children need 17 or newer: set child.java to a newer JDK."));
      return;
    }
    findings.add(Finding.good(JAVA, full));
    if (feature >= WITH_CACHES) {
      findings.add(Finding.good("start-up", "class-data archives and ahead-of-time caches"));
    } else {
      findings.add(
          Finding.note(
              "start-up",
              feature >= WITH_AUTOMATIC_ARCHIVES
                  ? "class-data archives, also automatic ones"
                  : "class-data archives",
              "A JDK of version 25 also has ahead-of-time caches, with which children start"
                  + " sooner."));
    }
  }

  private static Path home(Path java) {
    try {
      return java.toRealPath().resolve("../..").normalize();
    } catch (IOException e) {
      return java.toAbsolutePath().resolve("../..").normalize();
    }
  }

  /** What every JDK says of itself. */
  private static Optional<Matcher> version(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .map(RELEASE::matcher)
          .filter(Matcher::lookingAt)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
