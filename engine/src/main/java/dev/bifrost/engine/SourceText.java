package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.tools.SimpleJavaFileObject;

/** Java source that stands in memory, under a name that public classes need not agree with. */
final class SourceText extends SimpleJavaFileObject {

  private final String fileName;
  private final Supplier<String> source;
  private final Optional<ModulePath> module;

  SourceText(String fileName, String source) {
    this(fileName, () -> source, Optional.empty());
  }

  private SourceText(String fileName, Supplier<String> source, Optional<ModulePath> module) {
    super(place(fileName), Kind.SOURCE);
    this.fileName = fileName;
    this.source = source;
    this.module = module;
  }

  /** The source of a module; read, and thereby used, only if the compiler needs it. */
  static SourceText of(ModulePath path, ModuleUse modules) {
    return new SourceText(path.value(), () -> modules.require(path).content(), Optional.of(path));
  }

  /** The module that this is the source of. */
  Optional<ModulePath> module() {
    return module;
  }

  String text() {
    return source.get();
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
    return text();
  }

  /** Stack traces show its last part. */
  private static URI place(String fileName) {
    try {
      return new URI("memory", "", "/" + fileName, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not the name of a source: " + fileName, e);
    }
  }
}
