package dev.bifrost.supervisor.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Text that comes piece by piece; asked for the next piece when the one before has been sent. */
interface Feed extends AutoCloseable {

  /** The next piece; empty text where there is nothing to say yet, empty at the end. */
  CompletionStage<Optional<String>> next();

  @Override
  void close();
}
