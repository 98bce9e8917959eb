package dev.bifrost.engine;

import dev.bifrost.engine.Audit.Findings;
import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What decides whom code in this JVM trusts, as it was before an execution: providers, security
 * properties, the defaults of TLS. The JDK makes those of TLS when they are first asked for, which
 * takes long, so they are looked at in their fields; where these are closed (a JVM without {@code
 * --add-opens java.base/javax.net.ssl}), there is nothing to see.
 */
@SuppressWarnings("ReferenceEquality") // The very same objects are to be in place again.
final class SecurityState {

  /** Those that are read again and again; the JDK keeps most others when it has read them once. */
  private static final List<String> PROPERTIES =
      List.of(
          "jdk.tls.disabledAlgorithms",
          "jdk.certpath.disabledAlgorithms",
          "jdk.jar.disabledAlgorithms",
          "jdk.tls.legacyAlgorithms",
          "jdk.security.legacyAlgorithms",
          "jdk.disabled.namedCurves",
          "networkaddress.cache.ttl",
          "networkaddress.cache.negative.ttl",
          "securerandom.source",
          "securerandom.strongAlgorithms",
          "keystore.type",
          "ssl.KeyManagerFactory.algorithm",
          "ssl.TrustManagerFactory.algorithm",
          "crypto.policy");

  private final List<Provider> providers = Arrays.asList(Security.getProviders());
  private final Map<String, Optional<String>> properties = properties();
  private final @Nullable Object tlsContext = TlsFields.read(TlsFields.CONTEXT);
  private final @Nullable Object tlsFactory = TlsFields.read(TlsFields.FACTORY);

  private SecurityState() {}

  /** As it is now. */
  static SecurityState now() {
    return new SecurityState();
  }

  /** Puts everything back that was changed since. */
  Findings restore() {
    List<String> warnings = new ArrayList<>();
    if (!providers.equals(Arrays.asList(Security.getProviders()))) {
      restoreProviders();
      warnings.add(GlobalState.undone("the security providers"));
    }
    restoreProperties(warnings);
    if (isForeignFactory()) {
      TlsFields.write(TlsFields.FACTORY, tlsFactory);
      warnings.add(GlobalState.undone("the default socket factory of HTTPS"));
    }
    Optional<String> retire = Optional.empty();
    Object context = TlsFields.read(TlsFields.CONTEXT);
    if (context != tlsContext && context instanceof SSLContext set && isForeign(set)) {
      TlsFields.write(TlsFields.CONTEXT, tlsContext);
      warnings.add(
          "The execution changed the default context of TLS; the JDK may have made others from it,"
              + " so its JVM is given up.");
      retire = Optional.of("the execution changed the default context of TLS");
    }
    return new Findings(warnings, retire);
  }

  private void restoreProviders() {
    for (Provider provider : Security.getProviders()) {
      Security.removeProvider(provider.getName());
    }
    providers.forEach(Security::addProvider);
  }

  private void restoreProperties(List<String> warnings) {
    properties.forEach(
        (name, before) -> {
          if (!Objects.equals(before.orElse(null), Security.getProperty(name))) {
            // The JDK has no way to take one away; empty is what most readers take for that.
            Security.setProperty(name, before.orElse(""));
            warnings.add(GlobalState.undone("the security property " + name));
          }
        });
  }

  /** Whether somebody has set one; the one that the JDK makes by itself is everybody's. */
  private boolean isForeignFactory() {
    Object factory = TlsFields.read(TlsFields.FACTORY);
    return factory != null && factory != tlsFactory && factory != SSLSocketFactory.getDefault();
  }

  /** The JDK's own default context is the only one of this protocol. */
  private static boolean isForeign(SSLContext context) {
    return !context.getProtocol().equals("Default");
  }

  private static Map<String, Optional<String>> properties() {
    Map<String, Optional<String>> values = new HashMap<>();
    PROPERTIES.forEach(name -> values.put(name, Optional.ofNullable(Security.getProperty(name))));
    return values;
  }

  /** Fields of the JDK; looked up when the first execution begins. */
  private static final class TlsFields {

    static final Optional<Field> CONTEXT = field(SSLContext.class, "defaultContext");
    static final Optional<Field> FACTORY =
        field(HttpsURLConnection.class, "defaultSSLSocketFactory");

    private static Optional<Field> field(Class<?> type, String name) {
      try {
        return Optional.of(type.getDeclaredField(name)).filter(Field::trySetAccessible);
      } catch (NoSuchFieldException e) {
        return Optional.empty();
      }
    }

    static @Nullable Object read(Optional<Field> field) {
      try {
        return field.isPresent() ? field.get().get(null) : null;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Made accessible before", e);
      }
    }

    static void write(Optional<Field> field, @Nullable Object value) {
      try {
        field.orElseThrow().set(null, value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Made accessible before", e);
      }
    }
  }
}
