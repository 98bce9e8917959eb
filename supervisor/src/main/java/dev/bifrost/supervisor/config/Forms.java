package dev.bifrost.supervisor.config;

import com.google.common.net.InetAddresses;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Rate;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The forms of values that keys are made of. */
final class Forms {

  private static final Pattern PRINTABLE = Pattern.compile("\\P{Cntrl}{1,128}");

  private static final Pattern CONCURRENCY_KEY_TEXT = Pattern.compile("\\P{Cntrl}{1,1000}");

  static final ScalarForm<Boolean> FLAG =
      ScalarForm.of(
          "true or false",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
              },
          String::valueOf);

  static final ScalarForm<String> NAME =
      ScalarForm.of("1 to 128 characters without control characters", Forms::printable, t -> t);

  static final ScalarForm<String> NAMESPACE =
      ScalarForm.of(
          "1 to 128 letters, digits, '.', '_' and '-', the first a letter or a digit",
          text -> new KeySpace(text, false).namespace(),
          text -> text);

  static final ScalarForm<QueueName> QUEUE =
      ScalarForm.of(
          "queue names of 1 to 128 letters, digits, '.', '_' and '-', the first a letter or a"
              + " digit",
          QueueName::new,
          QueueName::value);

  /** Absolute or relative to where it was written; a leading tilde is not expanded. */
  static final ScalarForm<Path> PATH =
      new ScalarForm<>(
          "a path",
          (text, base) -> base.resolve(text).toAbsolutePath().normalize(),
          Path::toString,
          text -> text);

  static final ScalarForm<RedisAddress> REDIS_ADDRESS =
      ScalarForm.of(
              "redis://[[user]:password@]host[:port][/database], the same with rediss:// for TLS,"
                  + " redis-sentinel://host[:port],…[/database]#master, or"
                  + " redis-cluster://[[user]:password@]host[:port],… for a Redis Cluster",
              RedisAddress::new,
              RedisAddress::uri)
          .masked(RedisAddress::masked);

  static final ScalarForm<String> JVM_FLAG =
      ScalarForm.of(
          "flags of java that begin with '-', but no -jar, class path or largest heap",
          text -> {
            if (!text.startsWith("-")
                || text.equals("-")
                || text.startsWith("-jar")
                || text.startsWith("-Xmx")
                || text.equals("-cp")
                || text.equals("-classpath")
                || text.startsWith("--class-path")) {
              throw new IllegalArgumentException(text);
            }
            return text;
          },
          text -> text);

  static final ScalarForm<InetAddress> IP_ADDRESS =
      ScalarForm.of(
          "an IP address, or localhost",
          text ->
              text.equals("localhost")
                  ? InetAddress.getLoopbackAddress()
                  : InetAddresses.forString(text),
          InetAddresses::toAddrString);

  static final ScalarForm<Optional<Rate>> RATE =
      ScalarForm.of(
          "none, or a number for each second, minute or hour, as 100/s, 20/m or 5/h",
          text -> text.equals("none") ? Optional.empty() : Optional.of(Rate.parse(text)),
          rate -> rate.map(Rate::toString).orElse("none"));

  static final ScalarForm<String> CONCURRENCY_KEY =
      ScalarForm.of(
          "1 to 1000 characters without control characters", Forms::concurrencyKey, text -> text);

  private Forms() {}

  static ScalarForm<Integer> count(int least, int most) {
    return ScalarForm.of(
        "a whole number from " + least + " to " + most,
        text -> within(Integer.parseInt(text), least, most),
        String::valueOf);
  }

  static ScalarForm<Double> number(double least, double most) {
    return ScalarForm.of(
        "a number from " + shortest(least) + " to " + shortest(most),
        text -> within(Double.parseDouble(text), least, most),
        Forms::shortest);
  }

  static ScalarForm<Duration> duration(String least, String most) {
    Duration from = DurationText.parse(least);
    Duration to = DurationText.parse(most);
    return ScalarForm.of(
        "a duration from " + least + " to " + most + ", with its unit: ms, s, m, h or d",
        text -> within(DurationText.parse(text), from, to),
        DurationText::format);
  }

  static ScalarForm<ByteSize> size(String least, String most) {
    ByteSize from = ByteSize.parse(least);
    ByteSize to = ByteSize.parse(most);
    return ScalarForm.of(
        "a size from " + least + " to " + most + ", in bytes or with k, m or g",
        text -> within(size(text), from, to),
        Forms::exact);
  }

  static <E extends Enum<E>> ScalarForm<E> choice(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants()).map(Forms::name).collect(Collectors.joining(", "));
    return ScalarForm.of(
        "one of " + names, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)), Forms::name);
  }

  private static ByteSize size(String text) {
    try {
      return ByteSize.parse(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** As configuration is written: {@code 256m}; never rounded. */
  private static String exact(ByteSize size) {
    long bytes = size.bytes();
    if (bytes > 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "g";
    }
    if (bytes > 0 && bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "m";
    }
    return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "k" : String.valueOf(bytes);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String printable(String text) {
    if (!PRINTABLE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String shortest(double number) {
    return number == Math.rint(number)
        ? String.valueOf(Math.round(number))
        : String.valueOf(number);
  }

  private static String concurrencyKey(String text) {
    if (!CONCURRENCY_KEY_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static <T extends Comparable<T>> T within(T value, T least, T most) {
    // "Not within" instead of "outside", so that NaN is refused too.
    if (!(value.compareTo(least) >= 0 && value.compareTo(most) <= 0)) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return value;
  }
}
