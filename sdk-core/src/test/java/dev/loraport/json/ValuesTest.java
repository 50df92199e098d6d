package dev.loraport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.ResourceId;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.ToolChoice;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.tuning.Checkpoint;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

/** Every value of core that can be read from JSON, filled by reflection. */
class ValuesTest {
  static List<Class<?>> values() throws Exception {
    Path root = Path.of(Json.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('/', '.').replace('\\', '.'))
          .filter(name -> name.startsWith("dev.loraport.") && name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !name.contains("$"))
          .<Class<?>>map(ValuesTest::type)
          .filter(type -> type.isAnnotationPresent(JsonDeserialize.class) || isOpenRecord(type))
          .filter(type -> type.isInterface() || type.isRecord())
          .sorted(Comparator.comparing(Class::getName))
          .toList();
    }
  }

  static List<Class<?>> valuesThatMayBeEmpty() throws Exception {
    Set<Class<?>> full = Set.of(ChatRequest.class, DatasetRules.class);
    return values().stream().filter(type -> !full.contains(type)).toList();
  }

  // the packages that the module opens to databind
  private static boolean isOpenRecord(Class<?> type) {
    return type.isRecord()
        && type != HandledTool.class // holds code
        && Modifier.isPublic(type.getModifiers())
        && Set.of(
                "adapter", "batch", "billing", "catalog", "chat", "dataset", "file", "model",
                "serving", "tuning")
            .contains(type.getPackageName().replace("dev.loraport.", ""));
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, Json.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void coreHasValues() throws Exception {
    assertThat(values()).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("values")
  void aFilledValueComesBackFromItsJson(Class<?> type) throws Exception {
    Object value = sample(type, true);

    String json = Json.write(value);

    assertThat(Json.read(json, type)).as(json).isEqualTo(value);
    assertThat(JsonMapper.builder().build().readValue(json, type))
        .as("any mapper")
        .isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("valuesThatMayBeEmpty")
  void aValueWithNothingInItComesBackFromItsJson(Class<?> type) throws Exception {
    Object value = sample(type, false);

    String json = Json.write(value);

    assertThat(Json.read(json, type)).as(json).isEqualTo(value);
    assertThat(JsonMapper.builder().build().readValue(json, type))
        .as("any mapper")
        .isEqualTo(value);
  }

  @Test
  void whatARecordLacksIsEmpty() {
    String nulls = "{\"index\":null,\"logprobs\":null,\"toolCalls\":null,\"extra\":null}";
    assertThat(Json.read(nulls, ChatDelta.class)).isEqualTo(Json.read("{}", ChatDelta.class));
    ChatDelta delta = Json.read("{\"content\":\"a\"}", ChatDelta.class);
    assertThat(delta.index()).isZero();
    assertThat(delta.logprobs()).isEmpty();
    assertThat(delta.toolCalls()).isEmpty();
    assertThat(delta.extra()).isEmpty();
  }

  @Test
  void membersAreWrittenInTheOrderOfTheirNames() {
    assertThat(Json.write(ToolChoice.function("f")))
        .isEqualTo("{\"function\":\"f\",\"mode\":\"function\"}");
  }

  @Test
  void aRecordThatLacksARequiredPartSaysWhich() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("{}", Checkpoint.class))
        .withMessageContaining("not a Checkpoint")
        .withMessageContaining("resumeFrom");
  }

  @ParameterizedTest
  @MethodSource("values")
  void aProvidersFieldMayHaveTheNameOfOneOfOurs(Class<?> type) throws Exception {
    if (Arrays.stream(type.getMethods()).noneMatch(method -> method.getName().equals("extra"))) {
      return;
    }
    Json own = Json.parse(Json.write(sample(type, true)));
    Json.ObjectBuilder clashing =
        Json.object().put("extra", "a text").put("empty", "").put("nothing", Json.ofNull());
    own.members().keySet().forEach(name -> clashing.put(name, "clash"));
    Json kept = Json.object().putAll(own.members()).put("extra", clashing.build()).build();

    Object read = kept.as(type);

    assertThat(extra(read)).isEqualTo(clashing.build().members());
    assertThat(Json.parse(Json.write(read))).isEqualTo(kept);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Json> extra(Object value) throws Exception {
    Method method = value.getClass().getMethod("extra");
    method.setAccessible(true);
    return (Map<String, Json>) method.invoke(value);
  }

  private static Object sample(Class<?> type, boolean full) throws Exception {
    if (type.isRecord()) {
      return record(type, full);
    }
    Method start = type.getMethod("builder");
    Object builder = start.invoke(null);
    for (Method attribute : type.getMethods()) {
      if (attribute.getParameterCount() > 0 || Modifier.isStatic(attribute.getModifiers())) {
        continue;
      }
      if (Arrays.stream(builder.getClass().getMethods())
          .noneMatch(setter -> setter.getName().equals(attribute.getName()))) {
        continue; // derived, not an attribute
      }
      Object argument = argument(attribute.getGenericReturnType(), full);
      for (Method setter : builder.getClass().getMethods()) {
        if (setter.getName().equals(attribute.getName())
            && setter.getParameterCount() == 1
            && wrapped(setter.getParameterTypes()[0]).isInstance(argument)) {
          setter.setAccessible(true);
          setter.invoke(builder, argument);
          break;
        }
      }
    }
    Method build = builder.getClass().getMethod("build");
    build.setAccessible(true);
    return build.invoke(builder);
  }

  private static Class<?> wrapped(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }

  private static Object argument(Type type, boolean full) throws Exception {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Optional.class) {
        return full ? Optional.of(argument(last, true)) : Optional.empty();
      }
      if (raw == List.class) {
        return full ? List.of(argument(last, true)) : List.of();
      }
      if (raw == Set.class) {
        return full ? Set.of(argument(last, true)) : Set.of();
      }
      if (raw == Map.class) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (full) {
          map.put("z_key", argument(last, true));
          map.put("a_key", argument(last, true));
        }
        return map;
      }
      throw new IOException("no sample of " + type);
    }
    Class<?> raw = wrapped((Class<?>) type);
    if (raw == String.class) {
      return "x";
    }
    if (raw == Integer.class) {
      return 7;
    }
    if (raw == Long.class) {
      return 1L << 40;
    }
    if (raw == Double.class) {
      return 0.125;
    }
    if (raw == Boolean.class) {
      return true;
    }
    if (raw == OptionalInt.class) {
      return full ? OptionalInt.of(7) : OptionalInt.empty();
    }
    if (raw == OptionalLong.class) {
      return full ? OptionalLong.of(1L << 40) : OptionalLong.empty();
    }
    if (raw == OptionalDouble.class) {
      return full ? OptionalDouble.of(0.125) : OptionalDouble.empty();
    }
    if (raw == Json.class) {
      return Json.parse("{\"b\": [1, null, \"\"], \"a\": 0.10}");
    }
    if (raw == Money.class) {
      return Money.usd("3.99");
    }
    if (raw == BigInteger.class) {
      return new BigInteger("13424880326038300000");
    }
    if (raw == BigDecimal.class) {
      return new BigDecimal("0.25");
    }
    if (raw == Instant.class) {
      return Instant.parse("2026-02-13T10:11:12.345Z");
    }
    if (raw == LocalDate.class) {
      return LocalDate.of(2026, 2, 13);
    }
    if (raw == Duration.class) {
      return Duration.ofMillis(90_500);
    }
    if (raw == URI.class) {
      return URI.create("https://example.com/v1");
    }
    if (raw.isEnum()) {
      Object[] all = raw.getEnumConstants();
      return all[all.length - 1];
    }
    if (raw.isRecord()) {
      return record(raw, full);
    }
    if (ResourceId.class.isAssignableFrom(raw) || OpenEnum.class.isAssignableFrom(raw)) {
      return raw.getMethod("of", String.class).invoke(null, "some-new-text");
    }
    if (raw.isInterface() && raw.isAnnotationPresent(JsonDeserialize.class)) {
      return sample(raw, full);
    }
    throw new IOException("no sample of " + type);
  }

  private static Object record(Class<?> type, boolean full) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = argument(components[i].getGenericType(), full);
    }
    return type.getDeclaredConstructor(types).newInstance(arguments);
  }
}
