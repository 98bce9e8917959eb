package dev.bifrost.engine;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.SecretMask;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any object as a little JSON, for people: without ever calling a method that a user may have
 * written, of bounded depth and size, and with a short marker such as {@code <lambda>} for whatever
 * has no such form.
 */
final class ValueView {

  private static final int DEEPEST = 6;
  private static final int MOST_ELEMENTS = 50;
  private static final int MOST_VALUES = 1_000;
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_TEXT = 64 << 10;
  private static final int MOST_BITS = 3_000;
  private static final String MORE = "<more>";

  /** Classes of the JDK whose elements are reached without asking the elements for anything. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "java.util.ArrayList",
          "java.util.ArrayList$SubList",
          "java.util.Arrays$ArrayList",
          "java.util.LinkedList",
          "java.util.ArrayDeque",
          "java.util.PriorityQueue",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.EnumMap",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.TreeSet",
          "java.util.ImmutableCollections$List12",
          "java.util.ImmutableCollections$ListN",
          "java.util.ImmutableCollections$Set12",
          "java.util.ImmutableCollections$SetN",
          "java.util.ImmutableCollections$Map1",
          "java.util.ImmutableCollections$MapN",
          "java.util.Collections$EmptyList",
          "java.util.Collections$EmptyMap",
          "java.util.Collections$EmptySet",
          "java.util.Collections$SingletonList",
          "java.util.Collections$SingletonMap",
          "java.util.Collections$SingletonSet",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentLinkedQueue",
          "java.util.concurrent.CopyOnWriteArrayList");

  private final SecretMask mask;
  private final JsonNodeFactory json = Json.mapper().getNodeFactory();
  private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;
  private int text;

  ValueView(SecretMask mask) {
    this.mask = mask;
  }

  /** The value; all values of one view share its bounds. */
  JsonNode of(@Nullable Object value) {
    if (value == null) {
      return json.nullNode();
    }
    if (++values > MOST_VALUES || text > MOST_TEXT) {
      return json.stringNode(MORE);
    }
    JsonNode simple = simple(value);
    if (simple != null) {
      return simple;
    }
    if (path.size() >= DEEPEST) {
      return marker(value);
    }
    if (!path.add(value)) {
      return json.stringNode("<cycle>");
    }
    try {
      return compound(value);
    } catch (ConcurrentModificationException e) {
      return json.stringNode("<changed meanwhile>");
    } finally {
      path.remove(value);
    }
  }

  private @Nullable JsonNode simple(Object value) {
    if (value instanceof String string) {
      return text(string);
    }
    if (value instanceof Boolean truth) {
      return json.booleanNode(truth);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return json.numberNode(((Number) value).intValue());
    }
    if (value instanceof Long whole) {
      return json.numberNode(whole.longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? json.numberNode(new BigDecimal(value.toString()))
          : json.stringNode(value.toString());
    }
    if (value instanceof Character || value.getClass() == StringBuilder.class) {
      return text(value.toString());
    }
    if (value.getClass() == BigInteger.class) {
      BigInteger whole = (BigInteger) value;
      return whole.bitLength() > MOST_BITS ? marker(value) : json.numberNode(whole);
    }
    if (value.getClass() == BigDecimal.class) {
      BigDecimal number = (BigDecimal) value;
      boolean huge =
          number.unscaledValue().bitLength() > MOST_BITS || Math.abs(number.scale()) > MOST_BITS;
      return huge ? marker(value) : json.numberNode(number);
    }
    if (value instanceof Enum<?> constant) {
      return text(constant.name());
    }
    if (value instanceof char[] characters) {
      return text(new String(characters, 0, Math.min(characters.length, MOST_TEXT)));
    }
    String name = value.getClass().getName();
    if (value.getClass().getClassLoader() == null
        && (name.startsWith("java.time.") || name.equals("java.util.UUID"))) {
      return text(value.toString());
    }
    return null;
  }

  private JsonNode compound(Object value) {
    Class<?> type = value.getClass();
    if (value instanceof Optional<?> optional) {
      return of(optional.orElse(null));
    }
    if (type.isArray()) {
      return value instanceof byte[] ? marker(value) : array(value);
    }
    if (CONTAINERS.contains(type.getName()) && type.getClassLoader() == null) {
      return value instanceof Map<?, ?> map ? object(map) : array((Collection<?>) value);
    }
    if (type.isHidden() || type.isSynthetic()) {
      return json.stringNode("<lambda>");
    }
    ClassLoader loader = type.getClassLoader();
    return loader instanceof CompiledClassLoader || loader instanceof LibraryClassLoader
        ? fields(value)
        : marker(value);
  }

  private JsonNode array(Object array) {
    ArrayNode node = json.arrayNode();
    int length = Array.getLength(array);
    for (int i = 0; i < Math.min(length, MOST_ELEMENTS); i++) {
      node.add(of(Array.get(array, i)));
    }
    return rest(node, length);
  }

  private JsonNode array(Collection<?> collection) {
    ArrayNode node = json.arrayNode();
    for (Object element : collection) {
      if (node.size() >= MOST_ELEMENTS) {
        break;
      }
      node.add(of(element));
    }
    return rest(node, collection.size());
  }

  private ArrayNode rest(ArrayNode node, int length) {
    if (length > MOST_ELEMENTS) {
      node.add("<" + (length - MOST_ELEMENTS) + " more>");
    }
    return node;
  }

  private JsonNode object(Map<?, ?> map) {
    ObjectNode node = json.objectNode();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (node.size() >= MOST_ELEMENTS) {
        node.put(MORE, map.size() - MOST_ELEMENTS);
        break;
      }
      Object key = entry.getKey();
      JsonNode name = key == null ? null : simple(key);
      String shown =
          name == null ? "<" + (key == null ? "null" : typeName(key)) + ">" : name.asString();
      node.set(node.has(shown) ? shown + " #" + node.size() : shown, of(entry.getValue()));
    }
    return node;
  }

  /** The fields, read and not asked for: a getter may do anything. */
  private JsonNode fields(Object value) {
    ObjectNode node = json.objectNode();
    for (Class<?> type = value.getClass(); type != null && type != Object.class; ) {
      for (Field field : type.getDeclaredFields()) {
        boolean own = !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
        if (own && node.size() < MOST_ELEMENTS && !node.has(field.getName())) {
          node.set(field.getName(), field(field, value));
        }
      }
      type = type.getSuperclass();
    }
    return node.isEmpty() ? marker(value) : node;
  }

  private JsonNode field(Field field, Object value) {
    try {
      return field.trySetAccessible() ? of(field.get(value)) : json.stringNode("<closed>");
    } catch (IllegalAccessException e) {
      return json.stringNode("<closed>");
    }
  }

  private JsonNode text(String whole) {
    // Far more than is shown is not looked at; a secret that begins in what is shown is whole.
    String looked = whole.length() > MOST_TEXT ? whole.substring(0, MOST_TEXT) : whole;
    String shown = Cut.end(mask.mask(looked), LONGEST_TEXT);
    text += shown.length();
    return json.stringNode(shown);
  }

  private JsonNode marker(Object value) {
    return json.stringNode("<" + typeName(value) + ">");
  }

  private static String typeName(Object value) {
    String name = Cut.end(value.getClass().getTypeName(), 200);
    return value.getClass().isArray() ? name + " of length " + Array.getLength(value) : name;
  }
}
