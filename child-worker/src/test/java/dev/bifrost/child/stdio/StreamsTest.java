package dev.bifrost.child.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.stdio.InputLines.Line;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildMessage.Goodbye;
import dev.bifrost.protocol.ChildMessage.Ready;
import dev.bifrost.protocol.ChildMessage.Started;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.MessageCodec;
import dev.bifrost.protocol.MessageReader;
import dev.bifrost.protocol.MessageReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamsTest {

  private static final ChildMessage STARTED = new Started(new ExecutionId("a"));

  @Nested
  class Input {

    @Test
    void linesAreTakenApartAndTheLastNeedsNoLineFeed() throws IOException {
      InputLines lines = lines("one\n\ntwo");

      assertEquals(new Line.Whole("one"), lines.next());
      assertEquals(new Line.Whole(""), lines.next());
      assertEquals(new Line.Whole("two"), lines.next());
      assertNull(lines.next());
    }

    @Test
    void aLineAtTheLimitIsKeptAndOneByteMoreIsNot() throws IOException {
      String longest = "x".repeat(InputLines.LONGEST);
      InputLines lines = lines(longest + "\n" + longest + "y\nnext\n");

      assertEquals(new Line.Whole(longest), lines.next());
      Line.TooLong dropped = assertInstanceOf(Line.TooLong.class, lines.next());
      assertEquals(InputLines.LONGEST + 1, dropped.length());
      assertEquals(new Line.Whole("next"), lines.next());
    }

    @Test
    void aConfigurationMayBeLonger() throws IOException {
      String configure = "!configure " + "x".repeat(InputLines.LONGEST_CONFIGURE - 11);
      InputLines lines = lines(configure + "\n" + configure + "y\n");

      assertEquals(new Line.Whole(configure), lines.next());
      Line.TooLong dropped = assertInstanceOf(Line.TooLong.class, lines.next());
      assertEquals(InputLines.LONGEST_CONFIGURE, dropped.longest());
    }

    private static InputLines lines(String text) {
      return new InputLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
  }

  @Nested
  class Capture {

    private final List<String> lines = new ArrayList<>();
    private final LineCapture capture =
        new LineCapture(LogSource.STDOUT, 8, line -> lines.add(line.message()));

    @Test
    void whatIsPrintedInPiecesIsOneLine() throws IOException {
      capture.write("a".getBytes(UTF_8));
      capture.write('b');
      capture.write("c\r\nd\n".getBytes(UTF_8));

      assertEquals(List.of("abc", "d"), lines);
    }

    @Test
    void whatHasNoLineFeedIsTakenOnce() throws IOException {
      capture.write("rest".getBytes(UTF_8));

      assertEquals("rest", capture.takePartial().map(LogLine::message).orElse("nothing"));
      assertTrue(capture.takePartial().isEmpty());
      assertEquals(List.of(), lines);
    }

    @Test
    void aLongLineGoesOutInPiecesOfWholeCharacters() throws IOException {
      capture.write("1234567é12345678\n".getBytes(UTF_8));

      assertEquals(List.of("1234567é", "12345678"), lines);
    }
  }

  @Nested
  class Messages {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void readyWithoutAJsonLibraryIsTheReadyOfTheProtocol() throws IOException {
      output.write(ReadyFrame.of(7, "1.0\"\\\n", Duration.ofMillis(90)));

      assertEquals(List.of(new Ready(7, "1.0", Duration.ofMillis(90))), written());
      assertEquals(
          new String(MessageCodec.encode(new Ready(7, "1.0", Duration.ofMillis(90))), UTF_8),
          output.toString(UTF_8));
    }

    @Test
    void whatIsSentSoonGoesBeforeWhatIsSentLater() throws IOException {
      MessageWriter writer = new MessageWriter(output, () -> {});
      writer.sendSoon(STARTED);
      assertEquals(0, output.size());

      writer.send(new Goodbye("done", List.of()));

      assertEquals(List.of(STARTED, new Goodbye("done", List.of())), written());
    }

    @Test
    void whatIsSentSoonNeedsNoOther() throws InterruptedException, IOException {
      CountDownLatch flushed = new CountDownLatch(1);
      OutputStream noticed =
          new OutputStream() {
            @Override
            public void write(int next) {
              output.write(next);
            }

            @Override
            public void flush() {
              flushed.countDown();
            }
          };
      MessageWriter writer = new MessageWriter(noticed, () -> {});
      writer.start();

      writer.sendSoon(STARTED);

      assertTrue(flushed.await(30, TimeUnit.SECONDS));
      assertEquals(List.of(STARTED), written());
    }

    @Test
    void aLargeMessageKeepsItsPlace() throws IOException {
      MessageWriter writer = new MessageWriter(output, () -> {});
      Goodbye large = new Goodbye("x".repeat(100_000), List.of());

      writer.sendSoon(STARTED);
      writer.sendSoon(large);
      writer.send(STARTED);

      assertEquals(List.of(STARTED, large, STARTED), written());
    }

    @Test
    void anOutputThatNobodyReadsIsReportedOnce() throws InterruptedException {
      AtomicInteger reports = new AtomicInteger();
      OutputStream broken =
          new OutputStream() {
            @Override
            public void write(int next) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      MessageWriter writer = new MessageWriter(broken, reports::incrementAndGet);

      writer.send(STARTED);
      writer.send(STARTED);

      assertEquals(1, reports.get());
      assertFalse(writer.trySend(STARTED, Duration.ZERO));
    }

    @Test
    void aLastWordGivesUpWhereTheOutputIsStuck() throws InterruptedException {
      CountDownLatch stuck = new CountDownLatch(1);
      CountDownLatch free = new CountDownLatch(1);
      OutputStream blocked =
          new OutputStream() {
            @Override
            public void write(int next) throws IOException {
              stuck.countDown();
              try {
                free.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          };
      MessageWriter writer = new MessageWriter(blocked, () -> {});
      Thread sender = new Thread(() -> writer.send(STARTED));
      sender.start();
      assertTrue(stuck.await(30, TimeUnit.SECONDS));

      assertFalse(writer.trySend(STARTED, Duration.ofMillis(1)));

      free.countDown();
    }

    private List<ChildMessage> written() throws IOException {
      MessageReader reader =
          new MessageReader(new ByteArrayInputStream(output.toByteArray()), 1 << 20);
      List<ChildMessage> messages = new ArrayList<>();
      for (Part part = reader.next(); part != null; part = reader.next()) {
        messages.add(assertInstanceOf(Part.Message.class, part).message());
      }
      return messages;
    }
  }
}
