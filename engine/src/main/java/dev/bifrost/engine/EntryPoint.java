package dev.bifrost.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The method that an execution runs.
 *
 * @param type the class that was named; the method may be inherited
 * @param method a public method; if it is not static, the class has a constructor for it that takes
 *     nothing
 */
record EntryPoint(Class<?> type, Method method) {

  /**
   * Calls the method, on a new object if it is not static. The lowest frames that a user sees in a
   * stack trace are those above this one.
   *
   * @throws Throwable what the user's code threw, itself and not wrapped; an {@link
   *     ExceptionInInitializerError} if the class could not be initialised
   */
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(target(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /**
   * The same entry point among the classes of other code.
   *
   * @throws ReflectiveOperationException if that has no such method
   * @throws LinkageError if its classes are no good
   */
  EntryPoint in(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> declaring = Class.forName(method.getDeclaringClass().getName(), false, loader);
    // By the text of it: the types of the parameters are other classes, too.
    for (Method candidate : declaring.getDeclaredMethods()) {
      if (candidate.toGenericString().equals(method.toGenericString())) {
        candidate.setAccessible(true);
        return new EntryPoint(Class.forName(type.getName(), false, loader), candidate);
      }
    }
    throw new NoSuchMethodException(describe());
  }

  /** For people: {@code com.acme.Invoice::total}. */
  String describe() {
    return type.getName() + "::" + method.getName();
  }

  private @Nullable Object target() throws ReflectiveOperationException {
    if (Modifier.isStatic(method.getModifiers())) {
      return null;
    }
    Constructor<?> constructor = type.getDeclaredConstructor();
    // The class itself may be package-private, as classes in short sources are.
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
