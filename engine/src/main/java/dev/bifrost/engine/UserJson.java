package dev.bifrost.engine;

import dev.bifrost.protocol.Json;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/**
 * Converts between JSON and the classes of one piece of code. What Jackson remembers of those
 * classes is remembered here, and goes with them.
 */
final class UserJson {

  /** Leaves room for the message that the value will stand in. */
  private static final int DEEPEST = Json.MAX_DEPTH - 10;

  private final JsonMapper mapper;

  UserJson(ClassLoader loader) {
    mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(Json.MAX_DEPTH).build())
                    .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build())
            .typeFactory(TypeFactory.createDefaultInstance().withClassLoader(loader))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // 1.5 is no int, and "5" is no number: who sends them means something else.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // Two keys that are spelt the same make JSON that nobody can read back.
            .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // An object whose fields nobody can read would be an empty one without a word.
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
  }

  /**
   * @throws tools.jackson.core.JacksonException if the value does not fit the type
   */
  @Nullable Object read(JsonNode value, Type type) {
    return mapper.readerFor(mapper.constructType(type)).readValue(value);
  }

  /**
   * @throws tools.jackson.core.JacksonException if the value cannot be written; it may be written
   *     in part then
   */
  void write(@Nullable Object value, OutputStream output) {
    mapper.writeValue(output, value);
  }
}
