package dev.bifrost.engine;

import java.io.InputStream;
import java.io.PrintStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeSet;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * What user code can change for everybody in the JVM, as it was before an execution. All of it can
 * be put back.
 */
// The streams are to be given back as they were found; the very same objects are.
@SuppressWarnings({"SystemOut", "ReferenceEquality"})
final class GlobalState {

  private static final int MOST_NAMED = 10;

  private final Properties properties = (Properties) System.getProperties().clone();
  private final Locale locale = Locale.getDefault();
  private final Locale display = Locale.getDefault(Locale.Category.DISPLAY);
  private final Locale format = Locale.getDefault(Locale.Category.FORMAT);
  private final TimeZone zone = TimeZone.getDefault();
  private final PrintStream output = System.out;
  private final PrintStream errors = System.err;
  private final InputStream input = System.in;
  private final Thread.@Nullable UncaughtExceptionHandler uncaught =
      Thread.getDefaultUncaughtExceptionHandler();
  private final @Nullable Authenticator authenticator = Authenticator.getDefault();
  private final @Nullable ProxySelector proxies = ProxySelector.getDefault();
  private final @Nullable CookieHandler cookies = CookieHandler.getDefault();
  private final HostnameVerifier verifier = HttpsURLConnection.getDefaultHostnameVerifier();
  private final Provider[] providers = Security.getProviders();

  private GlobalState() {}

  /** As it is now. */
  static GlobalState now() {
    return new GlobalState();
  }

  /**
   * Puts everything back that was changed since.
   *
   * @return one sentence for each thing
   */
  List<String> restore() {
    List<String> warnings = new ArrayList<>();
    restoreProperties(warnings);
    if (!locale.equals(Locale.getDefault())
        || !display.equals(Locale.getDefault(Locale.Category.DISPLAY))
        || !format.equals(Locale.getDefault(Locale.Category.FORMAT))) {
      Locale.setDefault(locale);
      Locale.setDefault(Locale.Category.DISPLAY, display);
      Locale.setDefault(Locale.Category.FORMAT, format);
      warnings.add(sentence("the default locale"));
    }
    if (!zone.equals(TimeZone.getDefault())) {
      TimeZone.setDefault(zone);
      warnings.add(sentence("the default time zone"));
    }
    restoreStreams(warnings);
    if (!Objects.equals(uncaught, Thread.getDefaultUncaughtExceptionHandler())) {
      Thread.setDefaultUncaughtExceptionHandler(uncaught);
      warnings.add(sentence("the handler of uncaught exceptions"));
    }
    restoreNetwork(warnings);
    restoreProviders(warnings);
    return warnings;
  }

  private void restoreProperties(List<String> warnings) {
    Properties now = System.getProperties();
    TreeSet<String> changed = new TreeSet<>();
    for (Object key : properties.keySet()) {
      if (!Objects.equals(properties.get(key), now.get(key))) {
        changed.add(Cut.end(String.valueOf(key), 100));
      }
    }
    for (Object key : ((Properties) now.clone()).keySet()) {
      // The JDK's own classes leave some behind when they are first used, and mean them to stay.
      boolean ofUsers = key instanceof String name && !name.startsWith("java.") && !isJdk(name);
      if (ofUsers && !properties.containsKey(key)) {
        changed.add(Cut.end(String.valueOf(key), 100));
      }
    }
    if (!changed.isEmpty()) {
      Properties restored = (Properties) properties.clone();
      System.setProperties(restored);
      warnings.add(
          sentence(
              "system properties ("
                  + String.join(", ", changed.stream().limit(MOST_NAMED).toList())
                  + (changed.size() > MOST_NAMED ? ", …" : "")
                  + ")"));
    }
  }

  private static boolean isJdk(String name) {
    return name.startsWith("jdk.") || name.startsWith("sun.");
  }

  private void restoreStreams(List<String> warnings) {
    if (System.out != output) {
      System.setOut(output);
      warnings.add(sentence("System.out"));
    }
    if (System.err != errors) {
      System.setErr(errors);
      warnings.add(sentence("System.err"));
    }
    if (System.in != input) {
      System.setIn(input);
      warnings.add(sentence("System.in"));
    }
  }

  private void restoreNetwork(List<String> warnings) {
    if (Authenticator.getDefault() != authenticator) {
      Authenticator.setDefault(authenticator);
      warnings.add(sentence("the default authenticator"));
    }
    if (ProxySelector.getDefault() != proxies) {
      ProxySelector.setDefault(proxies);
      warnings.add(sentence("the default proxy selector"));
    }
    if (CookieHandler.getDefault() != cookies) {
      CookieHandler.setDefault(cookies);
      warnings.add(sentence("the default cookie handler"));
    }
    if (HttpsURLConnection.getDefaultHostnameVerifier() != verifier) {
      HttpsURLConnection.setDefaultHostnameVerifier(verifier);
      warnings.add(sentence("the verifier of host names"));
    }
  }

  private void restoreProviders(List<String> warnings) {
    Provider[] now = Security.getProviders();
    boolean same = now.length == providers.length;
    for (int i = 0; same && i < now.length; i++) {
      same = now[i] == providers[i];
    }
    if (same) {
      return;
    }
    for (Provider provider : now) {
      Security.removeProvider(provider.getName());
    }
    for (Provider provider : providers) {
      Security.addProvider(provider);
    }
    warnings.add(sentence("the security providers"));
  }

  private static String sentence(String what) {
    return "The execution changed " + what + "; that was undone.";
  }
}
