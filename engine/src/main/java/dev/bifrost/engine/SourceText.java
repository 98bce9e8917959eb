package dev.bifrost.engine;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** Java source that stands in memory, under a name that public classes need not agree with. */
final class SourceText extends SimpleJavaFileObject {

  private final String fileName;
  private final String source;

  SourceText(String fileName, String source) {
    super(URI.create("memory:///source.java"), Kind.SOURCE);
    this.fileName = fileName;
    this.source = source;
  }

  @Override
  public String getName() {
    return fileName;
  }

  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return source;
  }
}
