package dev.loraport.adapter;

import dev.loraport.error.UploadException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the header of a safetensors file: eight bytes with its length, then JSON with name, type,
 * shape and place of each tensor. The format allows 100 MB; what the largest adapters have is
 * taken, and no more. All that follows the header is left alone.
 */
final class Safetensors {
  static final int MAX_HEADER = 32 << 20;
  static final int MAX_TENSORS = 250_000;
  private static final int LENGTH_BYTES = 8;
  private static final int MAX_AXES = 16;
  private static final int MAX_TYPE = 32;

  /** The bits of a number of each type, by the format's reference implementation (0.6, 2025). */
  private static final Map<String, Integer> BITS =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("U8", 8),
          Map.entry("I8", 8),
          Map.entry("F4", 4),
          Map.entry("F6_E2M3", 6),
          Map.entry("F6_E3M2", 6),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("F8_E8M0", 8),
          Map.entry("U16", 16),
          Map.entry("I16", 16),
          Map.entry("F16", 16),
          Map.entry("BF16", 16),
          Map.entry("U32", 32),
          Map.entry("I32", 32),
          Map.entry("F32", 32),
          Map.entry("U64", 64),
          Map.entry("I64", 64),
          Map.entry("F64", 64),
          Map.entry("C64", 64));

  // names are all different, so that a table of them would only be a second copy
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxNameLength(2_000).build())
          .build();

  private final AdapterFiles files;
  private final String file;
  private final Map<String, String> names;
  // one text for all tensors of a type
  private final Map<String, String> types = new HashMap<>();

  /**
   * Makes a reader of one file.
   *
   * @param files where it is
   * @param file its name
   * @param names all tensors so far and the files that they are in; none may be there twice
   */
  Safetensors(AdapterFiles files, String file, Map<String, String> names) {
    this.files = files;
    this.file = file;
    this.names = names;
  }

  /**
   * A tensor as the header describes it.
   *
   * @param name its name
   * @param type the type of its numbers
   * @param shape its axes
   * @param begin its first byte after the header
   * @param end the byte behind its last
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one inspection, and is never compared
  record Tensor(String name, String type, long[] shape, long begin, long end) {
    /** How many numbers it holds; -1 if that is no number. */
    long numbers() {
      long product = 1;
      for (long axis : shape) {
        try {
          product = Math.multiplyExact(product, axis);
        } catch (ArithmeticException e) {
          return -1;
        }
      }
      return product;
    }
  }

  List<Tensor> read() {
    long size = files.size(file);
    if (size == 0) {
      throw broken("it is empty");
    }
    try (InputStream in = files.open(file)) {
      byte[] start = in.readNBytes(LENGTH_BYTES);
      if (start.length < LENGTH_BYTES) {
        throw broken("it has " + start.length + " bytes, less than the length of a header");
      }
      long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > size - LENGTH_BYTES) {
        throw broken(
            "it says that its header has "
                + Long.toUnsignedString(length)
                + " bytes, and has "
                + size
                + " bytes itself; it is cut, or no safetensors file");
      }
      if (length > MAX_HEADER) {
        throw broken(
            "its header has " + length + " bytes, over the limit of " + MAX_HEADER + " bytes");
      }
      Bounded header = new Bounded(in, length);
      List<Tensor> tensors = parsed(header);
      checkPlaces(tensors, size - LENGTH_BYTES - length);
      return tensors;
    } catch (JacksonException e) {
      throw files.broken(file, "its header is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw files.broken(file, "it can't be read: " + e, e);
    }
  }

  private List<Tensor> parsed(InputStream header) {
    List<Tensor> tensors = new ArrayList<>();
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), header)) {
      expect(in.nextToken(), JsonToken.START_OBJECT, "", "its beginning");
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        // each file may have one
        if (name.equals("__metadata__")) {
          in.skipChildren();
          continue;
        }
        String other = names.putIfAbsent(name, file);
        if (other != null) {
          throw broken(
              "it has the tensor "
                  + Shown.name(name)
                  + (other.equals(file) ? " twice" : ", which " + Shown.name(other) + " has too"));
        }
        if (names.size() > MAX_TENSORS) {
          throw broken("it has over " + MAX_TENSORS + " tensors");
        }
        tensors.add(tensor(in, name));
      }
      if (in.nextToken() != null) {
        throw broken("its header goes on behind its JSON");
      }
    }
    return tensors;
  }

  private Tensor tensor(JsonParser in, String name) {
    expect(in.currentToken(), JsonToken.START_OBJECT, name, "");
    String type = "";
    long[] shape = null;
    long[] places = null;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "dtype" -> {
          expect(value, JsonToken.VALUE_STRING, name, field);
          type = in.getString();
        }
        case "shape" -> shape = numbers(in, name, field);
        case "data_offsets" -> places = numbers(in, name, field);
        default -> in.skipChildren();
      }
    }
    if (type.isEmpty() || type.length() > MAX_TYPE || shape == null) {
      throw broken("tensor " + Shown.name(name) + " has no dtype or no shape");
    }
    if (places == null || places.length != 2 || places[1] < places[0]) {
      throw broken(
          "tensor " + Shown.name(name) + " has no data_offsets: two numbers, the second not less");
    }
    String one = types.computeIfAbsent(type, text -> text);
    Tensor tensor = new Tensor(name, one, shape, places[0], places[1]);
    checkSize(tensor);
    return tensor;
  }

  private long[] numbers(JsonParser in, String name, String field) {
    expect(in.currentToken(), JsonToken.START_ARRAY, name, field);
    long[] numbers = new long[MAX_AXES];
    int count = 0;
    for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
      expect(next, JsonToken.VALUE_NUMBER_INT, name, field);
      long number =
          in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
      if (number < 0 || count == MAX_AXES) {
        throw broken(
            "tensor "
                + Shown.name(name)
                + " has in "
                + field
                + " a number that is no size, or over "
                + MAX_AXES
                + " of them");
      }
      numbers[count++] = number;
    }
    return Arrays.copyOf(numbers, count);
  }

  private void checkSize(Tensor tensor) {
    Integer bits = BITS.get(tensor.type());
    if (bits == null) {
      return; // named among the findings
    }
    long numbers = tensor.numbers();
    long bytes = tensor.end() - tensor.begin();
    boolean agrees =
        numbers >= 0
            && numbers <= Long.MAX_VALUE / bits
            && numbers * bits % 8 == 0
            && numbers * bits / 8 == bytes;
    if (!agrees) {
      throw broken(
          "tensor "
              + Shown.name(tensor.name())
              + " has "
              + bytes
              + " bytes, which its shape of "
              + tensor.type()
              + " does not make");
    }
  }

  static boolean isType(String type) {
    return BITS.containsKey(type);
  }

  // the format allows neither gaps nor overlaps
  private void checkPlaces(List<Tensor> tensors, long data) {
    tensors.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    long next = 0;
    for (Tensor tensor : tensors) {
      if (tensor.begin() != next) {
        throw broken(
            "tensor "
                + Shown.name(tensor.name())
                + (tensor.begin() < next ? " overlaps the one before it" : " comes after a gap")
                + ": it begins at byte "
                + tensor.begin()
                + " and not at "
                + next);
      }
      next = tensor.end();
    }
    if (next != data) {
      throw broken(
          "its tensors have "
              + next
              + " bytes, and the file has "
              + data
              + " after its header; it is cut, or was written wrongly");
    }
  }

  private void expect(@Nullable JsonToken token, JsonToken expected, String name, String field) {
    if (token != expected) {
      String where = (name.isEmpty() ? "" : Shown.name(name) + " ") + field;
      throw broken("its header has " + token + " at " + where.strip() + ", not " + expected);
    }
  }

  private UploadException broken(String why) {
    return files.broken(file, why, null);
  }

  /** The bytes of the header alone. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int next = in.read();
      left -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(into, from, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }
  }
}
