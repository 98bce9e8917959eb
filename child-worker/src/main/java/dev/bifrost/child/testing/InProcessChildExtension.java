package dev.bifrost.child.testing;

import dev.bifrost.protocol.ChildSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test an {@link InProcessChild} of its own, as a parameter; prints what it said if the
 * test fails.
 *
 * <pre>{@code
 * @ExtendWith(InProcessChildExtension.class)
 * class InvoiceTest {
 *
 *   @Test
 *   void addsTheTax(InProcessChild child) {
 *     ExecutionResult result =
 *         child.context("invoice-1").function(Invoice.class).parameter("net", 100).run();
 *
 *     assertEquals("119", result.result().text());
 *   }
 * }
 * }</pre>
 *
 * <p>With {@code @RegisterExtension} instead, the extension can be given settings, and {@link
 * #child()} is the running test's.
 */
public final class InProcessChildExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(InProcessChildExtension.class);

  private final ChildSettings settings;
  private volatile @Nullable InProcessChild current;

  /** Children with {@linkplain ChildSettings#DEFAULT default settings}. */
  public InProcessChildExtension() {
    this(ChildSettings.DEFAULT);
  }

  /** Children with settings of the test's own. */
  public InProcessChildExtension(ChildSettings settings) {
    this.settings = settings;
  }

  /**
   * The child of the running test; for tests that run one after the other.
   *
   * @throws IllegalStateException if none does
   */
  public InProcessChild child() {
    InProcessChild child = current;
    if (child == null) {
      throw new IllegalStateException("There is a child only while a test runs.");
    }
    return child;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current = startedFor(context);
  }

  @Override
  @SuppressWarnings("SystemOut") // Where JUnit's runners show what belongs to a failed test.
  public void afterEach(ExtensionContext context) {
    current = null;
    InProcessChild child = startedFor(context);
    if (context.getExecutionException().isPresent()) {
      System.err.println(context.getDisplayName() + " failed. " + child.describe());
    }
    child.close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == InProcessChild.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return startedFor(context);
  }

  private InProcessChild startedFor(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                context.getUniqueId(), id -> InProcessChild.start(settings), InProcessChild.class));
  }
}
