package dev.bifrost.supervisor.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the running code. */
final class Version implements IVersionProvider {

  /** The jar's version; "development" where the code runs out of a folder. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bifrost " + text() + " on Java " + Runtime.version()};
  }
}
