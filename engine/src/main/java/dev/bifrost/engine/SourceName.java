package dev.bifrost.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What messages and stack traces call source that came without a file. */
final class SourceName {

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(?m)^\\s*public\\s+(?:(?:final|abstract|sealed|strictfp)\\s+)*"
              + "(?:class|record|enum|interface)\\s+(\\w+)");
  private static final Pattern ANY_TYPE =
      Pattern.compile("\\b(?:class|record|enum|interface)\\s+(\\w+)");

  private SourceName() {}

  /** A guess by the source's types. A wrong one costs a wrong name in a message. */
  static String of(String source) {
    Matcher type = PUBLIC_TYPE.matcher(source);
    if (type.find()) {
      return type.group(1) + ".java";
    }
    Matcher any = ANY_TYPE.matcher(source);
    return any.find() ? any.group(1) + ".java" : "Workflow.java";
  }
}
