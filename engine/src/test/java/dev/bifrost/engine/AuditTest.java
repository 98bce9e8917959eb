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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        "java.security.Security.removeProvider(\"SUN\") | security providers",
        "java.security.Security.setProperty(\"jdk.tls.disabledAlgorithms\", \"\")"
            + " | security property jdk.tls.disabledAlgorithms",
        "java.net.HttpURLConnection.setFollowRedirects(false) | redirects",
        "java.util.logging.Logger.getLogger(\"\").setLevel(java.util.logging.Level.OFF)"
            + " | root logger",
        "var c = javax.net.ssl.SSLContext.getInstance(\"TLS\"); c.init(null, null, null);"
            + " javax.net.ssl.HttpsURLConnection.setDefaultSSLSocketFactory(c.getSocketFactory())"
            + " | socket factory of HTTPS"
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

  @Test
  void whoeverChangesTheDefaultOfTlsCondemnsTheJvm() throws Exception {
    Completion completion =
        run(
            "var own = javax.net.ssl.SSLContext.getInstance(\"TLS\"); own.init(null, null, null);"
                + " javax.net.ssl.SSLContext.setDefault(own);");
    assertTrue(completion.result().warnings().get(0).contains("default context of TLS"));
    assertTrue(completion.retire().orElseThrow().contains("TLS"), completion.toString());
    assertEquals("Default", javax.net.ssl.SSLContext.getDefault().getProtocol());
  }

  @Test
  void aThreadLocalOfASharedThreadIsNotSeenByTheNextExecution() {
    var twice =
        EngineFixture.source(
            "import java.util.concurrent.*; public class A {"
                + " static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();"
                + " public static Object run() throws Exception {"
                // Whoever asks the task itself for its result may run it itself.
                + " var seen = new CompletableFuture<Object>(); ForkJoinPool.commonPool().execute("
                + "() -> { Object before = LOCAL.get(); LOCAL.set(1);"
                + " seen.complete(java.util.Optional.ofNullable(before)); });"
                + " return seen.get(); } }");
    assertEquals("null", engine.run(twice).result().text());
    assertEquals("null", engine.run(twice).result().text());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsLeftOpenIsNamed() {
    Completion completion =
        engine.complete(
            EngineFixture.source(
                "public class A { static Object kept; public static Object run() throws Exception {"
                    + " var file = java.nio.file.Files.createTempFile(\"left\", \".txt\");"
                    + " file.toFile().deleteOnExit();"
                    + " kept = new java.io.FileInputStream(file.toFile()); return null; } }"));
    assertEquals(1, completion.result().warnings().size(), completion.toString());
    assertTrue(
        completion.result().warnings().get(0).matches(".*left the file .*left.*txt open\\."),
        completion.toString());
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
        javax.net.ssl.HttpsURLConnection.getDefaultSSLSocketFactory(),
        java.net.HttpURLConnection.getFollowRedirects(),
        String.valueOf(java.util.logging.Logger.getLogger("").getLevel()),
        String.valueOf(java.security.Security.getProperty("jdk.tls.disabledAlgorithms")),
        List.of(java.security.Security.getProviders()));
  }
}
