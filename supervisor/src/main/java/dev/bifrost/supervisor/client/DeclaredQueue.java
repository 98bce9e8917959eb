package dev.bifrost.supervisor.client;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.bifrost.protocol.QueueName;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The queue that the {@code @Workflow} of a source names. The source is parsed, not compiled:
 * whether it is any good is found out where it runs.
 */
final class DeclaredQueue {

  private DeclaredQueue() {}

  /**
   * Reads a source.
   *
   * @return empty if it names none, or more than one, or cannot be read here
   * @throws IllegalArgumentException if what it names is no name of a queue
   */
  static Optional<QueueName> in(@Nullable String source) {
    // To start the parser costs more than all the rest of a submission.
    if (source == null || !source.contains("Workflow") || !source.contains("queue")) {
      return Optional.empty();
    }
    Set<String> named = new TreeSet<>();
    parse(source, named);
    if (named.size() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(new QueueName(named.iterator().next()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The queue of the @Workflow in workflow_code cannot be used: " + e.getMessage(), e);
    }
  }

  private static void parse(String source, Set<String> named) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return; // A JRE.
    }
    DiagnosticListener<JavaFileObject> nobody = DeclaredQueue::ignore;
    if (compiler.getTask(null, null, nobody, List.of(), null, List.of(new Text(source)))
        instanceof JavacTask task) {
      try {
        task.parse().forEach(unit -> new Finder().scan(unit, named));
      } catch (IOException e) {
        throw new IllegalStateException("Text in memory cannot fail to be read", e);
      }
    }
  }

  private static void ignore(Diagnostic<? extends JavaFileObject> diagnostic) {
    // The compiler of the child has the word.
  }

  /** Finds {@code @Workflow(queue = "…")}, by its simple or its whole name. */
  private static final class Finder extends TreeScanner<@Nullable Void, Set<String>> {

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree annotation, Set<String> named) {
      String type = annotation.getAnnotationType().toString();
      if (type.equals("Workflow") || type.equals("dev.bifrost.workflow.Workflow")) {
        annotation.getArguments().forEach(argument -> attribute(argument, named));
      }
      return super.visitAnnotation(annotation, named);
    }

    private static void attribute(ExpressionTree argument, Set<String> named) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals("queue")
          && assignment.getExpression() instanceof LiteralTree literal
          && literal.getValue() instanceof String queue
          && !queue.isEmpty()) {
        named.add(queue);
      }
    }
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String source;

    Text(String source) {
      super(URI.create("string:///Workflow.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
