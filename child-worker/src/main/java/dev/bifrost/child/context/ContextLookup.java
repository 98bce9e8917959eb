package dev.bifrost.child.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a context store says when it is asked for one context. */
public sealed interface ContextLookup {

  /** The kinds of answers, for switches. */
  enum Kind {
    /** {@link Found}. */
    FOUND,
    /** {@link Missing}. */
    MISSING,
    /** {@link Unusable}. */
    UNUSABLE,
    /** {@link Unreachable}. */
    UNREACHABLE
  }

  /** Which kind of answer this is. */
  Kind kind();

  /** What a file says; without one, there is nothing to be run. */
  static ContextLookup inFile(Path file) {
    try {
      return new Found(Files.readString(file));
    } catch (IOException e) {
      return new Unusable("The file " + file + " cannot be read (" + e + ").");
    }
  }

  /**
   * The store has it.
   *
   * @param json its text, not looked into
   */
  record Found(String json) implements ContextLookup {

    /** Checks that nothing is missing. */
    public Found {
      Objects.requireNonNull(json, "json");
    }

    @Override
    public Kind kind() {
      return Kind.FOUND;
    }
  }

  /** The store answered, and has none for the ID. */
  record Missing() implements ContextLookup {

    @Override
    public Kind kind() {
      return Kind.MISSING;
    }
  }

  /**
   * The store has something under the key that is no context; asking again does not help.
   *
   * @param reason a clause for people
   */
  record Unusable(String reason) implements ContextLookup {

    @Override
    public Kind kind() {
      return Kind.UNUSABLE;
    }
  }

  /**
   * The store did not answer, or would not; asking again later may help.
   *
   * @param reason a clause for people, without credentials
   */
  record Unreachable(String reason) implements ContextLookup {

    @Override
    public Kind kind() {
      return Kind.UNREACHABLE;
    }
  }
}
