package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.workflow.Workflow;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the method that a {@code function_name} means in loaded code; runs none of that code. */
final class EntryPointFinder {

  private static final int MOST_LISTED = 20;

  private final Code code;

  EntryPointFinder(Code code) {
    this.code = code;
  }

  /**
   * @param function {@code com.acme.Invoice::total} or {@code com.acme.Invoice}; null for the
   *     primary type of a source
   * @param sent names of the parameters that were sent; they decide between overloads
   * @throws Refusal with what was looked for, where, and what there is instead
   */
  EntryPoint find(@Nullable String function, Set<String> sent) throws Refusal {
    try {
      if (function == null) {
        return only(primaryType(), sent);
      }
      int colons = function.indexOf("::");
      Class<?> type = type(colons < 0 ? function : function.substring(0, colons));
      return colons < 0
          ? only(type, sent)
          : choose(type, named(type, function.substring(colons + 2)), sent);
    } catch (LinkageError e) {
      throw refused(
          (function == null ? "The source" : function)
              + " cannot be linked: "
              + e
              + ". A class that it needs is not in "
              + code.description());
    }
  }

  private Class<?> type(String name) throws Refusal {
    String candidate = name;
    while (true) {
      try {
        return Class.forName(candidate, false, code.loader());
      } catch (ClassNotFoundException e) {
        // A member class may be written with dots throughout.
        int dot = candidate.lastIndexOf('.');
        if (dot < 0) {
          throw refused("No class " + name + " in " + code.description() + classesThereAre());
        }
        candidate = candidate.substring(0, dot) + "$" + candidate.substring(dot + 1);
      }
    }
  }

  private String classesThereAre() {
    List<String> names = code.unit().stream().filter(name -> !name.contains("$")).toList();
    return names.isEmpty() ? "" : ". It has " + listed(names);
  }

  private Class<?> primaryType() throws Refusal {
    List<Class<?>> types = new ArrayList<>();
    for (String name : code.unit()) {
      Class<?> type = type(name);
      if (type.getEnclosingClass() == null) {
        types.add(type);
      }
    }
    return first(types, type -> Modifier.isPublic(type.getModifiers()))
        .or(() -> types.size() == 1 ? Optional.of(types.get(0)) : Optional.empty())
        .or(() -> first(types, type -> !annotated(type).isEmpty()))
        .orElseThrow(
            () ->
                refused(
                    types.isEmpty()
                        ? "The source declares no class"
                        : "The source declares "
                            + listed(types.stream().map(Class::getName).toList())
                            + " and none of them is public or has a @Workflow method. Name one in"
                            + " function_name"));
  }

  private static Optional<Class<?>> first(List<Class<?>> types, Predicate<Class<?>> wanted) {
    return types.stream().filter(wanted).findFirst();
  }

  /** The method of a class that was named alone. */
  private EntryPoint only(Class<?> type, Set<String> sent) throws Refusal {
    List<Method> annotated = annotated(type);
    if (annotated.size() > 1) {
      throw refused(
          type.getName()
              + " has several methods with @Workflow: "
              + listed(annotated.stream().map(EntryPointFinder::signature).toList())
              + ". Allowed is one");
    }
    if (annotated.size() == 1) {
      return choose(type, annotated, sent);
    }
    List<Method> own =
        declared(type).stream()
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !method.getName().equals("main"))
            .toList();
    if (own.size() == 1) {
      return choose(type, own, sent);
    }
    List<Method> run = publicMethods(type, "run");
    if (!run.isEmpty()) {
      return choose(type, run, sent);
    }
    throw refused(
        type.getName()
            + " does not say what to run: it has no method with @Workflow, "
            + (own.isEmpty() ? "no public method" : own.size() + " public methods")
            + " and none called run. Name one as "
            + type.getName()
            + "::method"
            + methodsThereAre(type));
  }

  private List<Method> named(Class<?> type, String name) throws Refusal {
    List<Method> methods = publicMethods(type, name);
    if (!methods.isEmpty()) {
      return methods;
    }
    boolean hidden = declared(type).stream().anyMatch(method -> method.getName().equals(name));
    if (hidden) {
      throw refused(type.getName() + "::" + name + " is not public");
    }
    Set<String> names = new TreeSet<>();
    publicMethods(type).forEach(method -> names.add(method.getName()));
    throw refused(
        "No method "
            + name
            + " in "
            + type.getName()
            + " of "
            + code.description()
            + NearMiss.hint(name, names)
            + methodsThereAre(type));
  }

  private EntryPoint choose(Class<?> type, List<Method> methods, Set<String> sent) throws Refusal {
    List<Method> fitting =
        methods.size() == 1
            ? methods
            : methods.stream()
                .filter(method -> sent.containsAll(WorkflowParameter.requiredNames(method)))
                .toList();
    Comparator<Method> byUse =
        Comparator.comparingLong(
            method -> WorkflowParameter.names(method).stream().filter(sent::contains).count());
    List<Method> best =
        fitting.stream()
            .max(byUse)
            .map(top -> fitting.stream().filter(m -> byUse.compare(m, top) == 0).toList())
            .orElse(List.of());
    if (best.size() != 1) {
      throw refused(
          type.getName()
              + "::"
              + methods.get(0).getName()
              + " has several forms, and the parameters that were sent ("
              + (sent.isEmpty() ? "none" : listed(sent))
              + ") fit "
              + (best.isEmpty() ? "none" : "more than one")
              + " of them: "
              + listed(methods.stream().map(EntryPointFinder::signature).toList()));
    }
    Method method = best.get(0);
    checkUsable(type, method);
    // The class itself may be package-private, as classes in short sources are.
    method.setAccessible(true);
    return new EntryPoint(type, method);
  }

  private void checkUsable(Class<?> type, Method method) throws Refusal {
    if (!Modifier.isPublic(method.getModifiers())) {
      throw refused(type.getName() + "::" + method.getName() + " is not public");
    }
    if (Modifier.isPrivate(type.getModifiers())) {
      throw refused(type.getName() + " is private");
    }
    if (Modifier.isStatic(method.getModifiers())) {
      return;
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw refused(
          type.getName()
              + "::"
              + method.getName()
              + " is not static, and of "
              + type.getName()
              + " no object can be made");
    }
    boolean constructible =
        Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(c -> c.getParameterCount() == 0 && isOpen(c, type));
    if (!constructible) {
      throw refused(
          type.getName()
              + "::"
              + method.getName()
              + " is not static, and "
              + type.getName()
              + " has no public constructor without parameters");
    }
  }

  /** The constructor that a package-private class has by itself is as package-private as it is. */
  private static boolean isOpen(Constructor<?> constructor, Class<?> type) {
    return Modifier.isPublic(constructor.getModifiers())
        || (!Modifier.isPublic(type.getModifiers())
            && !Modifier.isPrivate(constructor.getModifiers()));
  }

  private static List<Method> annotated(Class<?> type) {
    return declared(type).stream()
        .filter(method -> method.isAnnotationPresent(Workflow.class))
        .toList();
  }

  private static List<Method> declared(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(EntryPointFinder::signature))
        .toList();
  }

  private static List<Method> publicMethods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !method.isSynthetic())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .sorted(Comparator.comparing(EntryPointFinder::signature))
        .toList();
  }

  private static List<Method> publicMethods(Class<?> type, String name) {
    return publicMethods(type).stream().filter(method -> method.getName().equals(name)).toList();
  }

  private static String methodsThereAre(Class<?> type) {
    List<String> signatures =
        publicMethods(type).stream().map(EntryPointFinder::signature).toList();
    return signatures.isEmpty() ? "" : ". It has " + listed(signatures);
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameters())
        .map(parameter -> parameter.getType().getSimpleName() + " " + parameter.getName())
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private static String listed(Collection<String> names) {
    String text = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    return names.size() > MOST_LISTED
        ? text + " and " + (names.size() - MOST_LISTED) + " more"
        : text;
  }

  private static Refusal refused(String sentence) {
    return new Refusal(ErrorType.WORKFLOW_NOT_FOUND, sentence + "; nothing was run.");
  }
}
