package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.chat.ChatMessage;
import dev.loraport.json.Json;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values are printed, and what a provider sent beyond their fields, or a caller added, may be a key
 * or a signed address.
 */
class ShownValuesTest {
  private static final String MEMBERS = "java.util.Map<java.lang.String, dev.loraport.json.Json>";
  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(String.class, "x"),
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(double.class, 1.0),
          Map.entry(boolean.class, false),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(OptionalInt.class, OptionalInt.empty()),
          Map.entry(OptionalLong.class, OptionalLong.empty()),
          Map.entry(OptionalDouble.class, OptionalDouble.empty()),
          Map.entry(List.class, List.of(ChatMessage.user("x"))),
          Map.entry(Map.class, Map.of()),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(BigDecimal.class, BigDecimal.ONE),
          Map.entry(Json.class, Json.of(1)));

  static Stream<Arguments> values() {
    return types().stream()
        .flatMap(type -> Stream.of(arguments(type, secrets(1)), arguments(type, secrets(20))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueTellsNothingOfMembersWithoutAField(Class<?> type, Map<String, Json> secrets)
      throws ReflectiveOperationException {
    Object value = filled(type, secrets);

    for (Method accessor : accessors(type).filter(ShownValuesTest::isOfMembers).toList()) {
      assertThat(accessor.invoke(value)).isEqualTo(secrets);
    }
    assertThat(value.toString()).doesNotContain("5ec0e7");
  }

  @Test
  void theValuesOfCoreAndOfEachProviderAreAmongThem() {
    assertThat(types())
        .hasSizeGreaterThan(35)
        .extracting(Class::getSimpleName)
        .contains("TuningJob", "BatchJob", "TogetherEndpoint", "FireworksQuota", "DataOperation");
  }

  private static List<Class<?>> types() {
    return Sdk.read().stream()
        // settings of a provider and not of a caller
        .filter(type -> !type.getSimpleName().equals("ChatDialect"))
        .filter(type -> Sdk.core().or(Sdk.anyProvider()).test(type))
        .filter(type -> !type.getPackageName().contains(".internal"))
        .<Class<?>>map(type -> type.reflect())
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .filter(type -> type.isRecord() || hasBuilder(type))
        .filter(type -> accessors(type).anyMatch(ShownValuesTest::isOfMembers))
        .toList();
  }

  private static Map<String, Json> secrets(int count) {
    Map<String, Json> secrets = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      boolean even = i % 2 == 0;
      secrets.put("m" + i, Json.of(even ? "https://s3.example/a?sig=5ec0e7" : "hf_5ec0e7"));
    }
    return secrets;
  }

  private static Object filled(Class<?> type, Map<String, Json> secrets)
      throws ReflectiveOperationException {
    return type.isRecord() ? ofRecord(type, secrets) : ofBuilder(type, secrets);
  }

  private static Object ofRecord(Class<?> type, Map<String, Json> secrets)
      throws ReflectiveOperationException {
    RecordComponent[] parts = type.getRecordComponents();
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = sample(parts[i].getType(), parts[i].getGenericType(), secrets);
    }
    return type.getConstructor(
            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new))
        .newInstance(values);
  }

  private static Object ofBuilder(Class<?> type, Map<String, Json> secrets)
      throws ReflectiveOperationException {
    Object builder = type.getMethod("builder").invoke(null);
    for (Method part : accessors(type).toList()) {
      boolean members = isOfMembers(part);
      if (members || isWanted(part)) {
        Class<?> wanted = part.getReturnType();
        Class<?> taken = members ? Map.class : wanted == List.class ? Iterable.class : wanted;
        Method setter = builder.getClass().getMethod(part.getName(), taken);
        setter.setAccessible(true);
        setter.invoke(builder, sample(wanted, part.getGenericReturnType(), secrets));
      }
    }
    Method build = builder.getClass().getMethod("build");
    build.setAccessible(true);
    return build.invoke(builder);
  }

  // what a value can't be built without
  private static boolean isWanted(Method part) {
    Class<?> type = part.getReturnType();
    return !part.isDefault()
        && !type.getSimpleName().startsWith("Optional")
        && (!Iterable.class.isAssignableFrom(type) || part.getName().equals("messages"))
        && !Map.class.isAssignableFrom(type);
  }

  private static Object sample(Class<?> type, Type generic, Map<String, Json> secrets)
      throws ReflectiveOperationException {
    if (generic.getTypeName().equals(MEMBERS)) {
      return secrets;
    }
    if (SAMPLES.containsKey(type)) {
      return SAMPLES.get(type);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    for (Method maker : type.getMethods()) {
      boolean ofText = Arrays.equals(maker.getParameterTypes(), new Class<?>[] {String.class});
      if (Modifier.isStatic(maker.getModifiers()) && ofText && maker.getReturnType() == type) {
        return maker.invoke(null, "x");
      }
    }
    return filled(type, secrets);
  }

  private static boolean hasBuilder(Class<?> type) {
    return type.isInterface()
        && Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals("builder"));
  }

  private static Stream<Method> accessors(Class<?> type) {
    List<Method> found = new ArrayList<>();
    for (Method method : type.getMethods()) {
      boolean own = method.getDeclaringClass() == type && !Modifier.isStatic(method.getModifiers());
      if (own && method.getParameterCount() == 0) {
        found.add(method);
      }
    }
    return found.stream();
  }

  private static boolean isOfMembers(Method accessor) {
    return accessor.getGenericReturnType().getTypeName().equals(MEMBERS);
  }
}
