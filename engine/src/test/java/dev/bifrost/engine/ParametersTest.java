package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.assertFailure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.workflow.Execution;
import dev.bifrost.workflow.Param;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class ParametersTest {

  private final EngineFixture fixture = EngineFixture.ofTests();

  @AfterEach
  void close() {
    fixture.close();
  }

  public record Line(String item, int count, Optional<String> note) {}

  /** Methods that tell what they were given. */
  public static final class Takes {

    public static String primitives(int i, long l, double d, boolean b) {
      return i + " " + l + " " + d + " " + b;
    }

    public static String boxed(@Nullable Integer n) {
      return "got " + n;
    }

    public static String times(LocalDate day, Instant at, Duration span, DayOfWeek weekday) {
      return day + " " + at + " " + span + " " + weekday;
    }

    public static String exact(BigDecimal amount, BigInteger count) {
      return amount + " " + count;
    }

    public static String lines(List<Line> lines, Map<String, Line> byName, Set<Long> numbers) {
      return lines + " " + byName + " " + numbers.iterator().next().getClass().getSimpleName();
    }

    public static String optional(Optional<String> text, OptionalInt number) {
      return text + " " + number;
    }

    public static String renamed(@Param("from-date") String from, Execution execution) {
      return from + " " + execution.id();
    }

    public static String anything(Object value) {
      return value.toString();
    }

    public static String form(String name) {
      return "by name " + name;
    }

    public static String form(int id) {
      return "by id " + id;
    }

    public static String form(int id, String name) {
      return "by both " + id + name;
    }

    public static String same(int n) {
      return "int" + n;
    }

    public static String same(String n) {
      return "text" + n;
    }
  }

  private ExecutionResult run(String method, String parameters) {
    try {
      ObjectNode context = EngineFixture.context(Takes.class, method);
      return fixture.run(context.set("parameters", Json.read(parameters.replace('\'', '"'))));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "primitives | {'i':1,'l':5000000000,'d':0.5,'b':true} | 1 5000000000 0.5 true",
        "primitives | {'b':false,'d':2,'l':1,'i':-3,'unknown':[]} | -3 1 2.0 false",
        "boxed | {'n':null} | got null",
        "boxed | {'n':7} | got 7",
        "times | {'day':'2026-01-31','at':'2026-01-31T10:00:00Z','span':'PT90S','weekday':'FRIDAY'} |"
            + " 2026-01-31 2026-01-31T10:00:00Z PT1M30S FRIDAY",
        "exact | {'amount':0.10,'count':123456789012345678901234567890} | 0.10"
            + " 123456789012345678901234567890",
        "lines | {'lines':[{'item':'a','count':1}],'byName':{'x':{'item':'b','count':2,'note':'n'}},"
            + "'numbers':[1]} | [Line[item=a, count=1, note=Optional.empty]] {x=Line[item=b,"
            + " count=2, note=Optional[n]]} Long",
        "optional | {} | Optional.empty OptionalInt.empty",
        "optional | {'text':null,'number':4} | Optional.empty OptionalInt[4]",
        "renamed | {'from-date':'today'} | today a",
        "anything | {'value':{'a':[1,null,0.10]}} | {a=[1, null, 0.10]}",
        "form | {'name':'x'} | by name x",
        "form | {'id':1} | by id 1",
        "form | {'id':1,'name':'x'} | by both 1x",
      })
  void valuesReachTheParameterOfTheirName(String method, String parameters, String expected) {
    ExecutionResult result = run(method, parameters);

    assertEquals("\"" + expected + "\"", result.result().text(), () -> "" + result.failure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "boxed | {} | parameter n (java.lang.Integer) is missing; sent were none",
        "primitives | {'i':1,'long':1,'d':1,'b':true} | parameter l (long) is missing; sent were b,"
            + " d, i, long",
        "renamed | {'from_date':'x'} | sent were from_date. Did you mean from_date?",
        "boxed | {'n':'7'} | parameter n must be java.lang.Integer, but is text ~7~",
        "boxed | {'n':1.5} | parameter n must be java.lang.Integer, but is a number 1.5",
        "primitives | {'i':null,'l':1,'d':1,'b':true} | parameter i must be int, but is null",
        "primitives | {'i':3000000000,'l':1,'d':1,'b':1} | parameter i must be int, but is a number"
            + " 3000000000",
        "primitives | {'i':1,'l':1,'d':1,'b':1} | parameter b must be boolean, but is a number 1",
        "times | {'day':'31.1.2026','at':'x','span':'x','weekday':'Someday'} | parameter day must be"
            + " java.time.LocalDate, but is text",
        "lines | {'lines':[{'item':'a','count':'many'}],'byName':{},'numbers':[1]} | ->",
        "lines | {'lines':[{'item':'a','count':null}],'byName':{},'numbers':[1]} | count",
      })
  void whatIsMissingOrUnfitNamesItself(String method, String parameters, String part) {
    assertFailure(
        run(method, parameters.strip()), "InvalidParameters", part.strip().replace('~', '"'));
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    String message =
        assertFailure(run("primitives", "{'i':'x'}"), "InvalidParameters", "").message();

    for (String name : List.of("parameter i ", "parameter l ", "parameter d ", "parameter b ")) {
      assertEquals(2, message.split(name, -1).length, message);
    }
  }

  @Test
  void aLongValueIsShownShort() {
    String message =
        assertFailure(
                run("boxed", "{'n':'" + "x".repeat(1 << 20) + "'}"), "InvalidParameters", "… [cut]")
            .message();

    assertEquals(true, message.length() < 1_000, message);
  }

  @Test
  void overloadsThatTheParametersDoNotTellApartAreRefused() {
    assertFailure(run("same", "{'n':1}"), "WorkflowNotFound", "fit more than one of them");
    assertFailure(run("form", "{}"), "WorkflowNotFound", "fit none of them");
  }
}
