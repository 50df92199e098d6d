package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.ClientConfig;
import dev.loraport.Providers;
import dev.loraport.error.ConfigurationException;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.nebius.NebiusClient;
import dev.loraport.together.TogetherClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of settings in docs/providers, against the clients. */
class SettingsTablesTest {
  /** What every builder has, and no table names. */
  private static final Set<String> COMMON = Set.of("asOf", "config", "build");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern KNOWN = Pattern.compile("known: \\[(.*)]");

  private interface Opener {
    AutoCloseable open(ClientConfig config, UnaryOperator<@Nullable String> environment);
  }

  static Stream<Arguments> providers() {
    return Stream.of(
        provider(
            "together", TogetherClient.Builder.class, dev.loraport.together.internal.Clients::open),
        provider(
            "fireworks",
            FireworksClient.Builder.class,
            dev.loraport.fireworks.internal.Clients::open),
        provider("nebius", NebiusClient.Builder.class, dev.loraport.nebius.internal.Clients::open));
  }

  private static Arguments provider(String name, Class<?> builder, Opener opener) {
    return arguments(name, builder, opener);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theTableHasWhatTheClientTakes(String provider, Class<?> builder, Opener opener)
      throws Exception {
    List<String[]> rows = rows(provider);

    assertThat(names(rows, 0))
        .as("builder")
        .isEqualTo(
            Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !COMMON.contains(name))
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(names(rows, 1)).as("setting").isEqualTo(settings(provider));
    Set<String> asked = new TreeSet<>();
    try (AutoCloseable client =
        opener.open(
            ClientConfig.builder().build(),
            variable -> {
              asked.add(variable);
              return variable.endsWith("_API_KEY") ? "k" : null;
            })) {
      assertThat(names(rows, 2)).as("environment of %s", client).isEqualTo(asked);
    }
  }

  private static Set<String> settings(String provider) {
    ClientConfig odd = ClientConfig.builder().apiKey("k").putSettings("colour", "red").build();
    try (AutoCloseable client = Providers.open(provider, odd)) {
      throw new AssertionError("takes any setting: " + client);
    } catch (ConfigurationException e) {
      Matcher known = KNOWN.matcher(String.valueOf(e.getMessage()));
      assertThat(known.find()).as(e.getMessage()).isTrue();
      return new TreeSet<>(List.of(known.group(1).split(", ")));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<String[]> rows(String provider) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "providers", provider + ".md"));
    String table = page.substring(page.indexOf("| builder | setting | environment |"));
    return table
        .substring(0, table.indexOf("\n\n"))
        .lines()
        .skip(2)
        .map(line -> line.substring(1).split("\\|"))
        .toList();
  }

  /** The first name in each cell of a column; a cell may say which value stands for it. */
  private static Set<String> names(List<String[]> rows, int column) {
    return rows.stream()
        .map(row -> NAME.matcher(row[column]))
        .filter(Matcher::find)
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
