package dev.bifrost.supervisor.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The signals by which an operator or the init system asks a process to end. A shutdown hook would
 * not do: it hears only of the first, and the JVM ends with 143 after it.
 */
final class Signals {

  private Signals() {}

  /**
   * Has SIGTERM and SIGINT told to the listener, on a thread of the JVM, instead of ending the JVM.
   *
   * @throws IllegalStateException if this JVM does not let us
   */
  static void listen(Consumer<String> listener) {
    // By reflection: javac warns of the package in a way that cannot be switched off, and every
    // JDK exports it.
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      for (String name : new String[] {"TERM", "INT"}) {
        Object handler =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handlerType},
                invocation(listener, "SIG" + name));
        signalType
            .getMethod("handle", signalType, handlerType)
            .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This JVM does not let us hear of SIGTERM.", e);
    }
  }

  private static InvocationHandler invocation(Consumer<String> listener, String name) {
    return (proxy, method, arguments) -> {
      if (method.getName().equals("handle")) {
        listener.accept(name);
        return null;
      }
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> name;
      };
    };
  }
}
