package dev.bifrost.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a shared module by the place that its source would have in a folder of sources: {@code
 * com/acme/Tax.java} declares {@code com.acme.Tax}.
 *
 * @param value the path
 */
public record ModulePath(String value) implements Comparable<ModulePath> {

  private static final String SUFFIX = ".java";
  private static final int LONGEST = 500;
  private static final String NAME =
      "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*+";
  private static final Pattern PATH = Pattern.compile("(?:" + NAME + "/)*+" + NAME + "\\.java");

  /**
   * @throws IllegalArgumentException if {@code value} is no such path; the message says what is
   *     allowed
   */
  public ModulePath {
    if (!isPath(value)) {
      throw new IllegalArgumentException(
          "Not the path of a module: \""
              + ObjectReader.shown(value)
              + "\". Allowed are package and class as com/acme/Tax.java, of "
              + LONGEST
              + " characters at most, outside of the JDK's own packages.");
    }
  }

  /** The path, if the text is one. */
  public static Optional<ModulePath> parse(String text) {
    return isPath(text) ? Optional.of(new ModulePath(text)) : Optional.empty();
  }

  /**
   * The module that would declare the class, or the class around it.
   *
   * @param binaryName as {@code com.acme.Tax$Rate}
   * @return empty for a name that no module can have
   */
  public static Optional<ModulePath> ofClass(String binaryName) {
    int start = binaryName.lastIndexOf('.') + 1;
    int member = binaryName.indexOf('$', start + 1);
    String top = member < 0 ? binaryName : binaryName.substring(0, member);
    return parse(top.replace('.', '/') + SUFFIX);
  }

  /** The class that it declares: {@code com.acme.Tax}. */
  public String className() {
    return value.substring(0, value.length() - SUFFIX.length()).replace('/', '.');
  }

  /** The package of that class; empty for the unnamed one. */
  public String packageName() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? "" : value.substring(0, slash).replace('/', '.');
  }

  /** The name of the file alone: {@code Tax.java}. */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  private static boolean isPath(String text) {
    return text.length() <= LONGEST && PATH.matcher(text).matches() && !text.startsWith("java/");
  }

  @Override
  public int compareTo(ModulePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
