package dev.bifrost.engine;

import dev.bifrost.engine.Audit.Findings;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * What user code can change for everybody in the JVM by a method that the JDK has for it, as it was
 * before an execution. All of it can be put back; see {@link SecurityState} for what has its price.
 */
@SuppressWarnings("SystemOut") // The streams are to be given back as they were found.
final class GlobalState {

  private final List<Setting<?>> settings =
      List.of(
          setting("the default locale", Locales::now, Locales::set),
          setting("the default time zone", TimeZone::getDefault, TimeZone::setDefault),
          setting("System.out", () -> System.out, System::setOut),
          setting("System.err", () -> System.err, System::setErr),
          setting("System.in", () -> System.in, System::setIn),
          setting(
              "the handler of uncaught exceptions",
              Thread::getDefaultUncaughtExceptionHandler,
              Thread::setDefaultUncaughtExceptionHandler),
          setting(
              "the default authenticator", Authenticator::getDefault, Authenticator::setDefault),
          setting(
              "the default proxy selector", ProxySelector::getDefault, ProxySelector::setDefault),
          setting(
              "the default cookie handler", CookieHandler::getDefault, CookieHandler::setDefault),
          setting(
              "the verifier of host names",
              HttpsURLConnection::getDefaultHostnameVerifier,
              HttpsURLConnection::setDefaultHostnameVerifier),
          setting(
              "whether redirects are followed",
              HttpURLConnection::getFollowRedirects,
              HttpURLConnection::setFollowRedirects),
          setting("the root logger of java.util.logging", RootLogger::now, RootLogger::set));

  // After the others: the JDK sets some properties when it is first asked for a default.
  private final SecurityState security = SecurityState.now();
  private final SystemProperties properties = SystemProperties.now();

  private GlobalState() {}

  /** As it is now. */
  static GlobalState now() {
    return new GlobalState();
  }

  /** Puts everything back that was changed since. */
  Findings restore() {
    List<String> warnings = new ArrayList<>();
    properties.restore().ifPresent(what -> warnings.add(undone(what)));
    for (Setting<?> setting : settings) {
      if (setting.restore()) {
        warnings.add(undone(setting.what()));
      }
    }
    Findings ofSecurity = security.restore();
    warnings.addAll(ofSecurity.warnings());
    return new Findings(warnings, ofSecurity.retire());
  }

  /** What is said of something that was put back. */
  static String undone(String what) {
    return "The execution changed " + what + "; that was undone.";
  }

  private static <T extends @Nullable Object> Setting<T> setting(
      String what, Supplier<T> getter, Consumer<T> setter) {
    return new Setting<>(what, getter.get(), getter, setter);
  }

  /**
   * One thing.
   *
   * @param what for people
   * @param before its value before the execution
   */
  private record Setting<T extends @Nullable Object>(
      String what, T before, Supplier<T> getter, Consumer<T> setter) {

    /** Returns whether it was changed. */
    boolean restore() {
      T now = getter.get();
      // By equality where values are values: a time zone is given out as another copy each time.
      boolean same = before == null ? now == null : isValue() ? before.equals(now) : before == now;
      if (!same) {
        setter.accept(before);
      }
      return !same;
    }

    /** Whether its class is one of the JDK's or ours that is compared by what it says. */
    private boolean isValue() {
      return before instanceof TimeZone || before instanceof Record || before instanceof Boolean;
    }
  }

  /** All three default locales. */
  private record Locales(Locale whole, Locale display, Locale format) {

    static Locales now() {
      return new Locales(
          Locale.getDefault(),
          Locale.getDefault(Locale.Category.DISPLAY),
          Locale.getDefault(Locale.Category.FORMAT));
    }

    static void set(Locales locales) {
      Locale.setDefault(locales.whole);
      Locale.setDefault(Locale.Category.DISPLAY, locales.display);
      Locale.setDefault(Locale.Category.FORMAT, locales.format);
    }
  }

  /** What decides which lines of java.util.logging come through, and where they go. */
  private record RootLogger(Optional<Level> level, List<Handler> handlers) {

    static RootLogger now() {
      Logger root = root();
      return new RootLogger(
          Optional.ofNullable(root.getLevel()), Arrays.asList(root.getHandlers()));
    }

    static void set(RootLogger before) {
      Logger root = root();
      root.setLevel(before.level.orElse(null));
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      before.handlers.forEach(root::addHandler);
    }

    private static Logger root() {
      return LogManager.getLogManager().getLogger("");
    }
  }
}
