package dev.loraport.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import dev.loraport.ProviderClient;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.Adapters;
import dev.loraport.adapter.CopiedAdapter;
import dev.loraport.adapter.CopyOptions;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.fireworks.FireworksClient;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.together.TogetherClient;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningService;
import dev.loraport.tuning.TuningSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An adapter that comes as {@code .tar.zst} is copied with this add-on on the path. The fake packs
 * with gzip, so that what it gave out is packed anew before anyone looks at it.
 */
class CopyPackedAdapterTest {
  private static final LocalDate DAY = LocalDate.parse("2026-08-20");
  private static final Duration HOURS = Duration.ofHours(9);

  @TempDir private Path work;
  private final FakeTogether together = FakeTogether.builder().asOf(DAY).build();
  private final FakeFireworks fireworks = FakeFireworks.builder().asOf(DAY).build();
  private final ProviderClient from = TogetherClient.create(FakeConnection.to(together).build());
  private final ProviderClient to = FireworksClient.create(FakeConnection.to(fireworks).build());
  private TuningResult result;

  @BeforeEach
  void trains() {
    String rows =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n";
    FileId file =
        from.files()
            .upload(
                FileUpload.builder()
                    .source(FileSource.of("train.jsonl", rows.repeat(20).getBytes(UTF_8)))
                    .build())
            .id();
    from.files().awaitReady(file, HOURS);
    TuningSpec spec =
        TuningSpec.builder()
            .model("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference")
            .trainingFile(file)
            .lora(Lora.rank(16))
            .build();
    result = from.jobs().await(from.jobs().create(spec).id(), HOURS).result();
  }

  @AfterEach
  void nothingIsLeft() {
    from.close();
    to.close();
    together.close();
    fireworks.close();
    assertThat(work).isEmptyDirectory();
  }

  private CopiedAdapter copy(UnaryOperator<byte[]> packing) {
    CopyOptions usual =
        CopyOptions.of("support", "accounts/fireworks/models/llama-v3p1-8b-instruct");
    CopyOptions options =
        new CopyOptions(
            usual.name(),
            usual.baseModel(),
            Optional.empty(),
            usual.timeout(),
            usual.maxBytes(),
            Optional.of(work.toString()));
    return Adapters.copy(packed(packing), result, to, options);
  }

  /** The client, whose downloads are packed anew. */
  private ProviderClient packed(UnaryOperator<byte[]> packing) {
    TuningService jobs =
        (TuningService)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TuningService.class},
                (proxy, method, arguments) -> {
                  Object done = call(from.jobs(), method, arguments);
                  return method.getName().equals("download")
                      ? repacked((List<?>) done, packing)
                      : done;
                });
    return (ProviderClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ProviderClient.class},
            (proxy, method, arguments) ->
                method.getName().equals("jobs") ? jobs : call(from, method, arguments));
  }

  private static Object call(Object on, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static List<Path> repacked(List<?> files, UnaryOperator<byte[]> packing)
      throws IOException {
    Path archive = (Path) files.get(0);
    byte[] tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      tar = in.readAllBytes();
    }
    Files.delete(archive);
    return List.of(Files.write(archive.resolveSibling("adapter.tar.zst"), packing.apply(tar)));
  }

  @Test
  void itIsUnpackedLookedIntoAndPublished() {
    CopiedAdapter copy = copy(Zstd::compress);

    assertThat(copy.adapter().state()).isEqualTo(AdapterState.READY);
    assertThat(copy.local().pairs()).isEqualTo(2);
    assertThat(to.adapters().get(copy.adapter().id()).state()).isEqualTo(AdapterState.READY);
    fireworks.assertNoViolations();
  }

  @Test
  void aThreadWithAnotherLoaderUnpacksItToo() {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertThat(copy(Zstd::compress).adapter().state()).isEqualTo(AdapterState.READY);
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  @Test
  void oneThatIsCutIsRefusedBeforeAnythingIsPublished() {
    int calls = fireworks.journal().calls().size();

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(
            () ->
                copy(
                    tar -> {
                      byte[] packed = Zstd.compress(tar);
                      return Arrays.copyOf(packed, packed.length / 2);
                    }))
        .withMessageContaining("what together gave out can't be used");
    assertThat(fireworks.journal().calls()).hasSize(calls);
  }
}
