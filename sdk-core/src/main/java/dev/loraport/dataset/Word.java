package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name that is looked for, compared eight bytes at once. */
final class Word {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String text;
  private final byte[] bytes;
  private final long head;
  private final long mask;

  /** Makes one of a text in ASCII that needs no escapes in JSON. */
  Word(String text) {
    this.text = text;
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.head = (long) LONGS.get(Arrays.copyOf(bytes, Math.max(8, bytes.length)), 0);
    this.mask = bytes.length >= 8 ? -1 : (1L << (8 * bytes.length)) - 1;
  }

  String text() {
    return text;
  }

  /** Whether it stands there; eight bytes from there on must be readable. */
  boolean isAt(byte[] in, int from, int length) {
    return length == bytes.length
        && (((long) LONGS.get(in, from) ^ head) & mask) == 0
        && (length <= 8 || Arrays.equals(in, from + 8, from + length, bytes, 8, length));
  }
}
