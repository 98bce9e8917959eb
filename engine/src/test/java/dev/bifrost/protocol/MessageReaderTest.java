package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildMessage.Log;
import dev.bifrost.protocol.ChildMessage.Started;
import dev.bifrost.protocol.MessageReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageReaderTest {

  private static final int LONGEST = 1 << 20;
  private static final ChildMessage A = new Started(new ExecutionId("a"));
  private static final ChildMessage B = new Started(new ExecutionId("b"));

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private void say(ChildMessage message) throws IOException {
    output.write(MessageCodec.encode(message));
  }

  private void say(String stray) throws IOException {
    output.write(stray.getBytes(StandardCharsets.UTF_8));
  }

  private List<Part> parts(int longest) throws IOException {
    List<Part> whole = read(new ByteArrayInputStream(output.toByteArray()), longest);
    List<Part> byteByByte = read(new Trickle(output.toByteArray()), longest);
    assertEquals(whole, byteByByte);
    return whole;
  }

  private static List<Part> read(InputStream input, int longest) throws IOException {
    MessageReader reader = new MessageReader(input, longest);
    List<Part> parts = new ArrayList<>();
    for (Part part = reader.next(); part != null; part = reader.next()) {
      parts.add(part);
    }
    return parts;
  }

  /** Gives one byte at a time, as a slow pipe may. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }

  @Test
  void nothingIsTheEnd() throws IOException {
    assertEquals(List.of(), parts(LONGEST));
  }

  @Test
  void messagesFollowOneAnother() throws IOException {
    say(A);
    say(B);

    assertEquals(List.of(new Part.Message(A), new Part.Message(B)), parts(LONGEST));
  }

  @Test
  void textBeforeBetweenAndAfterIsKept() throws IOException {
    say("before\n");
    say(A);
    say("\nbetween");
    say(B);
    say("after");

    assertEquals(
        List.of(
            new Part.Stray("before"),
            new Part.Message(A),
            new Part.Stray("between"),
            new Part.Message(B),
            new Part.Stray("after")),
        parts(LONGEST));
  }

  @Test
  void aMessageThatIsCutOffByTheNextIsBroken() throws IOException {
    say("\u001e{\"type\":\"sta");
    say(A);

    assertEquals(
        List.of(new Part.Broken("is cut off", "{\"type\":\"sta", 12), new Part.Message(A)),
        parts(LONGEST));
  }

  @Test
  void aMessageThatIsCutOffByTheEndIsBroken() throws IOException {
    say("\u001e{\"ty");
    assertEquals(List.of(new Part.Broken("is cut off", "{\"ty", 4)), parts(LONGEST));
  }

  @Test
  void aLoneStartAtTheEndIsBroken() throws IOException {
    say("\u001e");

    assertEquals(List.of(new Part.Broken("is cut off", "", 0)), parts(LONGEST));
  }

  @Test
  void aMessageThatIsNoneIsBrokenAndTheNextIsRead() throws IOException {
    say("\u001enonsense\n");
    say(A);

    List<Part> parts = parts(LONGEST);

    assertEquals(2, parts.size());
    assertTrue(parts.get(0) instanceof Part.Broken broken && broken.head().equals("nonsense"));
    assertEquals(new Part.Message(A), parts.get(1));
  }

  @Test
  void anOverLongMessageIsBrokenAndTheNextIsRead() throws IOException {
    Log longLog =
        new Log(
            new ExecutionId("a"),
            LogLine.printed(MessageCodecTest.TIME, LogSource.STDOUT, "x".repeat(100_000)));
    say(longLog);
    say(A);
    int total = MessageCodec.encode(longLog).length - 2;

    List<Part> parts = parts(1_000);

    assertTrue(
        parts.get(0) instanceof Part.Broken broken
            && broken.reason().equals("is longer than 1000 bytes")
            && broken.length() == total
            && broken.head().length() == 512);
    assertEquals(List.of(new Part.Message(A)), parts.subList(1, parts.size()));
  }

  @Test
  void aMessageOfExactlyTheLimitIsRead() throws IOException {
    say(A);

    assertEquals(List.of(new Part.Message(A)), parts(MessageCodec.encode(A).length - 2));
    assertTrue(parts(MessageCodec.encode(A).length - 3).get(0) instanceof Part.Broken);
  }

  @Test
  void strayTextWithoutALineFeedComesInPieces() throws IOException {
    say("x".repeat(20_000));
    say(A);

    List<Part> parts = parts(LONGEST);

    int length = 0;
    for (Part part : parts.subList(0, parts.size() - 1)) {
      assertTrue(part instanceof Part.Stray);
      length += ((Part.Stray) part).text().length();
    }
    assertEquals(20_000, length);
    assertEquals(new Part.Message(A), parts.get(parts.size() - 1));
  }

  @Test
  void bytesThatAreNoTextAreKeptAsWellAsPossible() throws IOException {
    output.write(new byte[] {(byte) 0xFF, 'a', '\n'});

    assertEquals(List.of(new Part.Stray("\uFFFDa")), parts(LONGEST));
  }

  @Test
  void whetherMoreIsBufferedIsKnown() throws IOException {
    say(A);
    say(B);
    MessageReader reader =
        new MessageReader(new ByteArrayInputStream(output.toByteArray()), LONGEST);

    assertFalse(reader.hasBuffered());
    assertEquals(new Part.Message(A), reader.next());
    assertTrue(reader.hasBuffered());
    assertEquals(new Part.Message(B), reader.next());
    assertFalse(reader.hasBuffered());
  }
}
