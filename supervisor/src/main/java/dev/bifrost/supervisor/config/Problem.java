package dev.bifrost.supervisor.config;

/**
 * Something in the configuration that cannot be used.
 *
 * @param name the key, or what stands in its place
 * @param origin where it was written
 * @param reason the value and what is allowed, secrets masked
 */
public record Problem(String name, String origin, String reason) {

  /** One line for people. */
  @Override
  public String toString() {
    return name + " (" + origin + "): " + reason;
  }
}
