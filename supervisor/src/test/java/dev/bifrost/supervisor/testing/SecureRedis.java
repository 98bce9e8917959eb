package dev.bifrost.supervisor.testing;

import dev.bifrost.supervisor.process.RedisPrograms;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A server that speaks nothing but TLS, with a certificate that it signed itself. */
public final class SecureRedis implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String PASSWORD = "secret";
  private static final String ALIAS = "redis";

  private final Path folder;
  private final int port;
  private final Process process;
  private final RedisClient client;
  private @Nullable RedisCommands<String, String> commands;

  private SecureRedis(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    RedisURI uri = RedisURI.create(uri());
    uri.setVerifyPeer(SslVerifyMode.NONE);
    this.client = RedisClient.create(uri);
  }

  /** Starts one; the test is left out where servers are built without TLS. */
  public static SecureRedis start(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder);
    certify(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                List.of(
                    RedisPrograms.locate(folder).toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--tls-port",
                    Integer.toString(port),
                    "--tls-cert-file",
                    folder.resolve("certificate.pem").toString(),
                    "--tls-key-file",
                    folder.resolve("key.pem").toString(),
                    "--tls-auth-clients",
                    "no",
                    "--save",
                    ""))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    SecureRedis redis = new SecureRedis(folder, port, process);
    redis.awaitAnswer();
    return redis;
  }

  /** Its address. */
  public String uri() {
    return "rediss://127.0.0.1:" + port;
  }

  /** What makes a JVM trust it. */
  public String trust() {
    return "-Djavax.net.ssl.trustStore="
        + folder.resolve("store.p12")
        + " -Djavax.net.ssl.trustStorePassword="
        + PASSWORD;
  }

  /** A look at the data. */
  public RedisCommands<String, String> commands() {
    if (commands == null) {
      commands = client.connect().sync();
    }
    return commands;
  }

  @Override
  public void close() {
    client.shutdown(0, 0, TimeUnit.SECONDS);
    process.destroyForcibly().onExit().join();
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (true) {
      try {
        commands().ping();
        return;
      } catch (RedisException e) {
        String log = Files.readString(folder.resolve("log"));
        if (!process.isAlive() && log.contains("Bad directive")) {
          close();
          Assumptions.abort("This server was built without TLS: " + log);
        }
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new AssertionError("No server that speaks TLS: " + log, e);
        }
      }
    }
  }

  /** A key and its certificate, in the forms that Java and the server want. */
  private static void certify(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD,
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2"))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new AssertionError("No certificate was made: " + said);
    }
    char[] password = PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded());
    pem(folder.resolve("certificate.pem"), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
