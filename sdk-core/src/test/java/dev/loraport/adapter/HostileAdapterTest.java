package dev.loraport.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.UploadException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the files are, they cost little and end with a message. */
class HostileAdapterTest {
  private static final String A = "\"base_model.model.q_proj.lora_A.weight\":";
  private static final String B = "\"base_model.model.q_proj.lora_B.weight\":";

  private static final String HEADER =
      "{" + A + "{\"dtype\":\"F32\",\"shape\":[8,8],\"data_offsets\":[0,256]}}";
  private static final String INDEX =
      "{\"metadata\":{\"total_size\":512},\"weight_map\":{"
          + String.join(
              ",",
              Stream.of("A", "B")
                  .map(half -> AdapterOracle.TENSOR + half + ".weight\":\"" + half)
                  .map(entry -> '"' + entry + ".safetensors\"")
                  .toList())
          + "}}";
  private static final List<AdapterOracle.Part> PARTS = List.of(AdapterOracle.Part.values());

  private static final String SIGNS = "{}[]\",:09-.eE";

  @TempDir private Path temp;
  private int folders;

  private void refused(Path path, String... words) {
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> LocalAdapter.inspect(path))
        .satisfies(
            refusal -> {
              assertThat(refusal).hasMessageStartingWith("can't use " + path);
              assertThat(refusal.getMessage()).contains(words).hasSizeLessThan(1_000);
              assertThat(refusal.step()).isEqualTo(UploadException.Step.READ);
            });
  }

  private void refused(Peft peft, String... words) {
    refused(peft.folder(temp.resolve("adapter" + folders++)), words);
  }

  private void refusedHeader(String header, int data, String... words) {
    refused(Peft.sound().file(Peft.WEIGHTS, Peft.safetensors(header, data)), words);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1, 1 bytes", "1000, 1000 bytes", "-1, 18446744073709551615 bytes"})
  void aLengthBeyondTheFile(long length, String words) {
    refused(Peft.sound().file(Peft.WEIGHTS, Peft.length(length)), Peft.WEIGHTS, words);
  }

  @Test
  void aHeaderOfOneHundredMegabytes() throws IOException {
    Path folder = Peft.sound().folder(temp.resolve("adapter"));
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve(Peft.WEIGHTS).toFile(), "rw")) {
      file.write(Peft.length(100_000_000));
      file.setLength(200_000_000);
    }

    refused(folder, "its header has 100000000 bytes, over the limit of 33554432 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0,16] | [8,24] | overlaps the one before it: it begins at byte 8 and not at 16",
        "[0,16] | [0,16] | overlaps the one before it: it begins at byte 0 and not at 16",
        "[0,16] | [20,36] | comes after a gap: it begins at byte 20 and not at 16",
        "[4,20] | [20,36] | comes after a gap: it begins at byte 4 and not at 0",
        "[0,16] | [16,32] | its tensors have 32 bytes, and the file has 100 after its header",
        "[0,16] | [32,16] | no data_offsets",
        "[0,16] | [-16,0] | a number that is no size",
        "[0,16] | [16] | no data_offsets",
        "[0,16] | [16,99999999999999999999] | a number that is no size",
        "[0,16] | [16,32.5] | VALUE_NUMBER_FLOAT at",
        "[0,16] | [16,33] | has 17 bytes, which its shape of F32 does not make",
        "[0,16] | 7 | VALUE_NUMBER_INT at"
      })
  void places(String first, String second, String words) {
    String tensor = "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":";

    refusedHeader("{" + A + tensor + first + "}," + B + tensor + second + "}}", 100, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4294967296,4294967296,4294967296] | does not make",
        "[4611686018427387904,2] | does not make",
        "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] | over 16 of them",
        "[[1]] | START_ARRAY at",
        "null | VALUE_NULL at"
      })
  void shapes(String shape, String words) {
    refusedHeader(
        "{" + A + "{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", 4, words);
  }

  @Test
  void namesThatComeTwice() {
    String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    refusedHeader("{" + A + tensor + "," + A + tensor + "}", 4, "q_proj.lora_A.weight\" twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "{",
        "{}{}",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":1}}",
        "nonsense",
        "{\"a\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "  ",
        "\"text\"",
        "{\"a\":{\"dtype\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"shape\":[1]}}"
      })
  void headersThatAreNone(String header) {
    refusedHeader(header, 0, Peft.WEIGHTS);
  }

  @Test
  void deepJson() {
    String deep = "[".repeat(100_000);

    refusedHeader("{\"a\":{\"more\":" + deep, 0, Peft.WEIGHTS, "is no JSON");
    refusedHeader("{\"__metadata__\":" + deep, 0, Peft.WEIGHTS, "is no JSON");
    refused(Peft.sound().file(Peft.CONFIG, deep.getBytes(UTF_8)), Peft.CONFIG, "is no JSON");
    refused(
        Peft.sound()
            .without(Peft.WEIGHTS)
            .file(Peft.WEIGHTS + ".index.json", ("{\"weight_map\":" + deep).getBytes(UTF_8)),
        "index.json",
        "is no JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'r':0} | field r: the rank can't be 0",
        "{'r':'many'} | field r: no whole number",
        "{'r':1e300} | field r: no whole number",
        "{'rank_pattern':{'q':-1}} | field rank_pattern.\"q\": the rank can't be -1",
        "{'target_modules':null} | field target_modules: neither a list of names",
        "{'target_modules':[1]} | field target_modules: no name but number"
      })
  void configurationsThatAreNone(String changes, String words) {
    refused(Peft.sound().config(changes), Peft.CONFIG, words);
  }

  @Test
  void aConfigurationOfManyBytes() {
    byte[] spaces = new byte[(1 << 20) + 1];
    Arrays.fill(spaces, (byte) ' ');

    refused(Peft.sound().file(Peft.CONFIG, spaces), "over 1048576 bytes");
    refused(Peft.sound().file(Peft.CONFIG, "[]".getBytes(UTF_8)), "it is no JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'weight_map':{'a':'../../etc/passwd.safetensors'}} | a file of weights is a .safetensors",
        "{'weight_map':{'a':'/etc/x.safetensors'}} | a file of weights is a .safetensors file",
        "{'weight_map':{'a':'adapter_config.json'}} | a file of weights is a .safetensors file",
        "{'weight_map':{'a':7}} | is said to be in no file",
        "{'weight_map':{'a':'b.safetensors'}} | names the file \"b.safetensors\", which is not there",
        "{'weight_map':{'a':'x.safetensors','a':'x.safetensors'}} | has the tensor \"a\" twice",
        "{'weight_map':{'a':'x.safetensors'}} | does not say that tensor",
        "{'weight_map':{}} | it has no weight_map",
        "{'metadata':{}} | it has no weight_map",
        "[] | it is no JSON object"
      })
  void indexes(String index, String words) {
    byte[] weights = Peft.sound().content(Peft.WEIGHTS);

    refused(
        Peft.sound()
            .without(Peft.WEIGHTS)
            .file("x.safetensors", weights)
            .file(Peft.WEIGHTS + ".index.json", index.replace('\'', '"').getBytes(UTF_8)),
        "index.json as an adapter",
        words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 3 | 3 | adapter_model-00002-of-00003.safetensors as an adapter: it is not there, but",
        "1 2 | 3 | adapter_model-00003-of-00003.safetensors as an adapter: it is not there, but",
        "0 1 | 1 | adapter_model-00000-of-00001.safetensors as an adapter: it is none of 1 files",
        "0 | 0 | adapter_model-00000-of-00000.safetensors as an adapter: it is none of 0 files",
        "1 | 99999 | it is one of more files than any adapter has"
      })
  void shardsThatAreNotAllThere(String numbers, int count, String words) {
    Peft peft = Peft.sound().without(Peft.WEIGHTS);
    for (String number : numbers.split(" ", -1)) {
      peft.file(shard(Integer.parseInt(number), count), tensorOf(number));
    }

    refused(peft, words);
  }

  private static String shard(int number, int count) {
    return String.format(Locale.ROOT, "adapter_model-%05d-of-%05d.safetensors", number, count);
  }

  private static byte[] tensorOf(String layer) {
    return new Peft.Tensors().pair("layers." + layer + ".q_proj", 8, 8).bytes();
  }

  @Test
  void shardsThatHoldTheSameTensorOrAreOfTwoSets() {
    refused(
        Peft.sound()
            .without(Peft.WEIGHTS)
            .file(shard(1, 2), tensorOf("1"))
            .file(shard(2, 2), tensorOf("1")),
        shard(2, 2) + " as an adapter: it has the tensor \"base_model.model.layers.1.q_proj.lora_A",
        ", which \"" + shard(1, 2) + "\" has too");
    refused(
        Peft.sound()
            .without(Peft.WEIGHTS)
            .file(shard(1, 1), tensorOf("1"))
            .file(shard(2, 2), tensorOf("2")),
        shard(2, 2) + " as an adapter: it is none of 1 files");
    refused(
        Peft.sound()
            .without(Peft.WEIGHTS)
            .file(
                Peft.WEIGHTS + ".index.json",
                "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}"
                    .getBytes(UTF_8)),
        "it names the file \"1.safetensors\", which is not there, and neither are 1 more");
  }

  @Test
  void whatAFileHoldsNeverBreaksAMessage() {
    refused(
        Peft.sound().file(Peft.CONFIG, "{\"r\":t\u0007\u001b[31m}".getBytes(UTF_8)),
        "Unrecognized token 't??'");
    LocalAdapter adapter =
        LocalAdapter.inspect(
            Peft.sound()
                .file(
                    Peft.WEIGHTS,
                    Peft.safetensors(
                        "{" + A + "{\"dtype\":\"F\\n\",\"shape\":[8,8],\"data_offsets\":[0,9]}}",
                        9))
                .folder(temp.resolve("adapter")));
    assertThat(adapter.findings())
        .extracting(AdapterFinding::toString)
        .anyMatch(finding -> finding.startsWith("F?: a type of numbers that is not known"));
  }

  @Test
  void foldersThatAreNoAdapter() {
    refused(temp.resolve("nowhere"), "there is no such folder or archive");
    refused(new Peft().file("README.md", new byte[1]), Peft.CONFIG, "it is not there");
    refused(Peft.sound().without(Peft.WEIGHTS).without("README.md"), Peft.WEIGHTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../adapter_model.safetensors | no path below it",
        "/etc/passwd | no path below it",
        "a/../../b | no path below it",
        "a\\..\\b | no path below it",
        "ADAPTER_CONFIG.JSON | a name twice",
        "other/adapter_config.json | several adapters"
      })
  void namesInArchives(String name, String words) {
    refused(Peft.sound().file(name, new byte[] {1}).zip(temp.resolve("a.zip"), ""), words);
  }

  @Test
  void archivesThatAreNone() throws IOException {
    refused(
        Files.write(temp.resolve("a.zip"), new byte[100]), "neither a folder nor a zip archive");
    refused(new Peft().file("x", new byte[1]).zip(temp.resolve("b.zip"), ""), "no adapter_config");
    byte[] bytes = Files.readAllBytes(Peft.sound().zip(temp.resolve("c.zip"), ""));
    refused(
        Files.write(temp.resolve("cut.zip"), Arrays.copyOfRange(bytes, 40, bytes.length)),
        "can't use");
  }

  @Test
  void aBombOfZeros() throws IOException {
    Path zip = temp.resolve("a.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry(Peft.CONFIG));
      out.write(Peft.sound().content(Peft.CONFIG));
      out.putNextEntry(new ZipEntry(Peft.WEIGHTS));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        out.write(zeros);
      }
    }

    refused(zip, "is a bomb", "unpack to 68157440");
  }

  @Test
  void entriesThatShareTheirBytes() throws IOException {
    Path zip = Peft.sound().zip(temp.resolve("a.zip"), "");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
    // what the directory says of the packed size of its first entry
    int directory = bytes.getInt(bytes.limit() - 22 + 16);
    bytes.putInt(directory + 20, bytes.limit() + 1);
    Files.write(zip, bytes.array());

    refused(zip, "can't use");
  }

  @Test
  void anArchiveOfManyEntries() throws IOException {
    Path zip = temp.resolve("a.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (int i = 0; i < 10_001; i++) {
        out.putNextEntry(new ZipEntry("n" + i));
      }
    }

    refused(zip, "over 10000 entries");
  }

  @Test
  void anArchiveThatSaysLessThanItHolds() throws IOException {
    Path zip = Peft.sound().zip(temp.resolve("a.zip"), "");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(bytes.limit() - 22 + 16);
    bytes.putInt(directory + 24, 10);
    Files.write(zip, bytes.array());
    LocalAdapter adapter = LocalAdapter.inspect(zip);
    Path out = temp.resolve("out");

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> adapter.writeFolder(out))
        .withMessageContaining(Peft.CONFIG);
    assertThat(out.resolve(Peft.CONFIG)).doesNotExist();
  }

  @Test
  void anyBytesEndWithAMessage() throws IOException {
    fuzz(20_261_122L, 300);
  }

  @Test
  @Tag("slow")
  void manyMoreBytesEndWithAMessage() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      fuzz(seed, 2_000);
    }
  }

  // Changed, cut and lengthened copies of sound files; nothing but a refusal may come out.
  private void fuzz(long seed, int rounds) throws IOException {
    Random random = new Random(seed);
    byte[] packed = Files.readAllBytes(Peft.sound().zip(temp.resolve("sound.zip"), ""));
    Path work = Files.createDirectories(temp.resolve("fuzzed"));
    int sound = 0;
    for (int i = 0; i < rounds; i++) {
      AdapterOracle.Part part = PARTS.get(random.nextInt(PARTS.size()));
      byte[] bytes =
          switch (part) {
            case CONFIG -> Peft.sound().content(Peft.CONFIG);
            case WEIGHTS -> Peft.sound().content(Peft.WEIGHTS);
            case HEADER -> HEADER.getBytes(UTF_8);
            case INDEX -> INDEX.getBytes(UTF_8);
            case ZIP -> packed;
          };
      try {
        sound += AdapterOracle.check(part, mutant(random, bytes), work) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
    assertThat(sound).as("some changes do no harm, most do").isBetween(1, rounds - 1);
  }

  private static byte[] mutant(Random random, byte[] sound) {
    byte[] bytes =
        Arrays.copyOf(
            sound, random.nextInt(8) > 0 ? sound.length : random.nextInt(sound.length + 50));
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      // most of a file of weights are weights: the beginning is what counts
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 1_000));
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
    }
    return bytes;
  }
}
