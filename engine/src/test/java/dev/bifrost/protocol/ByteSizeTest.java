package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0", "1048576, 1048576", "1024k, 1048576", "256m, 268435456", "2g, 2147483648",
    "1K, 1024", "1 KiB, 1024", "1kb, 1024", "5B, 5", "' 3m ', 3145728"
  })
  void textIsASize(String text, long bytes) {
    assertEquals(new ByteSize(bytes), ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "1t", "1 0", "0x10", "9999999999999999", "٣"})
  void textIsNoSize(String text) {
    assertTrue(IdentifiersTest.refusal(() -> ByteSize.parse(text)).startsWith("Not a size: \""));
  }

  @Test
  void moreThanFitsIsRefusedAndNamed() {
    assertTrue(
        IdentifiersTest.refusal(() -> ByteSize.parse("999999999999999g"))
            .startsWith("Not a size: \"999999999999999g\""));
  }

  @Test
  void aNegativeSizeDoesNotConstruct() {
    assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "1048576, 1.0 MiB", "1610612736, 1.5 GiB"})
  void peopleReadUnits(long bytes, String text) {
    assertEquals(text, new ByteSize(bytes).toString());
  }

  @Test
  void sizesAreOrdered() {
    assertTrue(new ByteSize(1).compareTo(ByteSize.ofMebibytes(1)) < 0);
  }
}
