package dev.bifrost.child.lifecycle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The signals that ask a process to end: {@code TERM}, {@code INT} and {@code HUP}. They are
 * reached by reflection, since javac warns of {@code sun.misc.Signal} whatever is suppressed, and
 * no supported API keeps the JVM from shutting down at the first of them.
 */
public final class TerminationSignal {

  private TerminationSignal() {}

  /**
   * Takes the signals away from the JVM.
   *
   * @param received gets the signal's name, such as {@code SIGTERM}, on a thread of the JVM's own
   * @throws ReflectiveOperationException if this JVM has no such thing
   */
  public static void take(Consumer<String> received) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler invocation =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                received.accept(String.valueOf(arguments[0]));
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> TerminationSignal.class.getName();
            };
    Object receiver =
        Proxy.newProxyInstance(
            TerminationSignal.class.getClassLoader(), new Class<?>[] {handler}, invocation);
    for (String name : new String[] {"TERM", "INT", "HUP"}) {
      try {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
      } catch (InvocationTargetException e) {
        // Under -Xrs, or where the platform has no such signal, the others still count.
      }
    }
  }
}
