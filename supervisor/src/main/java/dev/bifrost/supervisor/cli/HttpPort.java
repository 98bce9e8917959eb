package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.http.HttpServer;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the port of the HTTP interface. */
final class HttpPort {

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);

  private HttpPort() {}

  /**
   * Takes it. A second supervisor on a host that nobody has configured goes without: it is no
   * reason not to work.
   *
   * @return empty where there is to be no interface
   * @throws CommandFailure if the port that somebody chose cannot be had
   */
  static Optional<HttpServer> take(Settings.Http settings) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    try {
      return Optional.of(HttpServer.bind(settings));
    } catch (IOException e) {
      String where = settings.address().getHostAddress() + ":" + settings.port();
      if (settings.portRequired()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "http.port: "
                + where
                + " cannot be had: "
                + e.getMessage()
                + ". Allowed is a port that is free, 0 for any, or http.enabled: false. Nothing was"
                + " started.",
            e);
      }
      log.warn(
          "There is no HTTP interface: {} cannot be had ({}). Everything else goes on; http.port"
              + " chooses another, 0 any that is free",
          where,
          e.getMessage());
      return Optional.empty();
    }
  }
}
