package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an execution leaves behind in the JVM, beside threads. */
final class AuditTest {

  private final EngineFixture engine = EngineFixture.ofTests();

  @AfterEach
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.setProperty(\"user.own\", \"x\") | system properties (user.own)",
        "System.setProperty(\"user.home\", \"/x\") | system properties (user.home)",
        "System.clearProperty(\"user.home\") | system properties (user.home)",
        "java.util.Locale.setDefault(java.util.Locale.CHINESE) | the default locale",
        "java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone(\"Asia/Tokyo\"))"
            + " | the default time zone",
        "System.setOut(System.err) | System.out",
        "System.setErr(System.out) | System.err",
        "System.setIn(java.io.InputStream.nullInputStream()) | System.in",
        "Thread.setDefaultUncaughtExceptionHandler((t, e) -> {}) | uncaught exceptions",
        "java.net.CookieHandler.setDefault(new java.net.CookieManager()) | cookie handler",
        "java.net.ProxySelector.setDefault(null) | proxy selector",
        "java.net.Authenticator.setDefault(new java.net.Authenticator() {}) | authenticator",
        "javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((h, s) -> true)"
            + " | verifier of host names",
        "java.security.Security.removeProvider(\"SUN\") | security providers"
      })
  void whatWasChangedForEverybodyIsUndoneAndNamed(String change, String named) {
    List<Object> before = state();

    Completion completion = run(change + ";");

    assertEquals(before, state());
    assertEquals(1, completion.result().warnings().size(), completion.toString());
    assertTrue(completion.result().warnings().get(0).contains(named), completion.toString());
    assertEquals(Optional.empty(), completion.retire());
  }

  @Test
  void anExecutionThatChangesNothingHasNoWarnings() {
    assertEquals(
        List.of(), run("String.format(\"%tc\", new java.util.Date());").result().warnings());
  }

  @Test
  void aProcessThatIsLeftRunningIsKilledAndNamed() throws Exception {
    Completion completion = run("return new ProcessBuilder(\"sleep\", \"600\").start().pid();");
    long pid = Long.parseLong(completion.result().result().text());
    assertTrue(
        completion.result().warnings().get(0).contains("left the process " + pid),
        completion.toString());
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      try {
        left.get().onExit().orTimeout(30, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        throw new AssertionError("process " + pid + " lives on", e);
      }
    }
  }

  @Test
  void aProcessThatWasThereBeforeIsLeftAlone() throws Exception {
    Process own = new ProcessBuilder("sleep", "600").start();
    try {
      assertEquals(List.of(), run("").result().warnings());
      assertTrue(own.isAlive());
    } finally {
      own.destroyForcibly();
    }
  }

  @Test
  void aShutdownHookIsRemovedAndNamed() {
    String add =
        "Thread hook = new Thread(() -> {}, \"last-words\");"
            + " Runtime.getRuntime().addShutdownHook(hook); holder[0] = hook;";
    Completion completion = run("Thread[] holder = new Thread[1]; " + add);
    assertTrue(
        completion.result().warnings().toString().contains("shutdown hook \"last-words\""),
        completion.toString());
    assertEquals(Optional.empty(), completion.retire());
  }

  private Completion run(String statement) {
    String body = statement.contains("return") ? statement : statement + " return null;";
    return engine.complete(
        EngineFixture.source(
            "public class A { public static Object run() throws Exception { " + body + " } }"));
  }

  @SuppressWarnings("SystemOut") // To be compared.
  private static List<Object> state() {
    return List.of(
        System.getProperties().clone(),
        Locale.getDefault(),
        TimeZone.getDefault(),
        System.out,
        System.err,
        System.in,
        Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler()),
        Optional.ofNullable(java.net.CookieHandler.getDefault()),
        Optional.ofNullable(java.net.ProxySelector.getDefault()),
        Optional.ofNullable(java.net.Authenticator.getDefault()),
        javax.net.ssl.HttpsURLConnection.getDefaultHostnameVerifier(),
        List.of(java.security.Security.getProviders()));
  }
}
