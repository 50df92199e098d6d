package dev.loraport.testkit.internal.engine;

import java.math.BigInteger;
import java.util.Random;
import java.util.UUID;

/** Seeded identifiers: the same seed and the same calls give the same ids. */
public final class Ids {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random;

  public Ids(long seed) {
    this.random = new Random(seed);
  }

  public synchronized String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  public synchronized String hex(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }

  public String alphanumeric(int length) {
    return of(ALPHABET, length);
  }

  /** Lower-case letters and digits. */
  public String lowerCase(int length) {
    return of(ALPHABET.substring(26), length);
  }

  /** Letters of both cases. */
  public String letters(int length) {
    return of(ALPHABET.substring(0, 52), length);
  }

  private synchronized String of(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** A number between 2^63 and 2^64: providers answer such sampling seeds. */
  public synchronized BigInteger beyondSigned64() {
    return new BigInteger(63, random).setBit(63);
  }
}
