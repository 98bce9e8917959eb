package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.SecretMask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogBookTest {

  private final List<LogLine> heard = new ArrayList<>();

  private LogBook book(int lines, long bytes, long lineBytes) {
    Limits limits =
        new Limits(new ByteSize(100), lines, new ByteSize(bytes), new ByteSize(lineBytes));
    return new LogBook(limits, SecretMask.NONE, heard::add);
  }

  private static LogLine line(String message) {
    return new LogLine(Instant.EPOCH, "INFO", "", message, LogSource.LOG);
  }

  private static List<String> messages(LogBook book) {
    return book.lines().stream().map(LogLine::message).toList();
  }

  @Test
  void allLinesAreKeptUpToTheLimits() {
    LogBook book = book(4, 4, 10);

    for (String text : List.of("a", "b", "c", "d")) {
      book.write(line(text));
    }

    assertEquals(List.of("a", "b", "c", "d"), messages(book));
    assertFalse(book.isTruncated());
    assertEquals(book.lines(), heard);
  }

  @Test
  void beyondTheCountOfLinesHeadAndTailAreKept() {
    LogBook book = book(4, 100, 10);

    IntStream.rangeClosed(1, 9).forEach(i -> book.write(line("" + i)));

    assertEquals(List.of("1", "2", "8", "9"), messages(book));
    assertTrue(book.isTruncated());
    assertEquals(9, heard.size());
  }

  @Test
  void beyondTheBytesHeadAndTailAreKept() {
    LogBook book = book(100, 20, 10);

    IntStream.rangeClosed(1, 9).forEach(i -> book.write(line(("" + i).repeat(5))));

    assertEquals(List.of("11111", "22222", "88888", "99999"), messages(book));
    assertTrue(book.isTruncated());
  }

  @Test
  void aLongLineIsCutBetweenCharacters() {
    LogBook book = book(10, 100, 6);

    book.write(line("ééé"));
    book.write(line("éé💥"));
    book.write(line("éééé"));

    assertEquals(List.of("ééé", "éé… [cut]", "ééé… [cut]"), messages(book));
    assertTrue(book.isTruncated());
  }

  @Test
  void withoutRoomNothingIsKeptAndStillEverythingIsHeard() {
    LogBook book = book(0, 0, 10);

    book.write(line("a"));

    assertEquals(List.of(), messages(book));
    assertTrue(book.isTruncated());
    assertEquals(1, heard.size());
  }

  @Test
  void afterItsCloseItTakesNothing() {
    LogBook book = book(10, 100, 10);
    book.write(line("a"));
    book.close();

    book.write(line("b"));

    assertEquals(List.of("a"), messages(book));
    assertEquals(1, heard.size());
  }

  @Test
  void aListenerThatLogsIsNotToldOfItsOwnLines() {
    List<LogBook> self = new ArrayList<>();
    List<LogLine> told = new ArrayList<>();
    LogBook book =
        new LogBook(
            Limits.DEFAULT,
            SecretMask.NONE,
            line -> {
              told.add(line);
              self.get(0).write(line("again"));
            });
    self.add(book);

    book.write(line("once"));

    assertEquals(1, told.size());
    assertEquals(List.of("once"), messages(book));
  }

  @Test
  void linesOfManyThreadsAreHeardInTheOrderInWhichTheyAreKept() throws InterruptedException {
    LogBook book = book(10_000, 1 << 20, 100);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          try {
                            go.await();
                            IntStream.range(0, 500).forEach(i -> book.write(line(t + ":" + i)));
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);

    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(2_000, heard.size());
    assertEquals(heard, book.lines());
    assertEquals(
        IntStream.range(0, 500).mapToObj(i -> "2:" + i).toList(),
        messages(book).stream().filter(message -> message.startsWith("2:")).toList());
  }
}
