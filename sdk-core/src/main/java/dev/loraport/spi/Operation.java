package dev.loraport.spi;

/**
 * An operation of a service, and how it may be repeated.
 *
 * @param name the name for people, such as {@code jobs.create}
 * @param kind what repeating it would do
 */
public record Operation(String name, Kind kind) {
  /** What repeating an operation would do; the rows of the retry table. */
  public enum Kind {
    /** Nothing: GET. */
    READ,
    /** Nothing more than the first: PUT, DELETE, cancel. */
    WRITE,
    /** A second thing that costs: never blindly. */
    CREATE,
    /** A second answer of a model, paid by the token. */
    INFERENCE,
    /** The same, streamed. */
    STREAM,
    /** The bytes again, where they can be read again. */
    UPLOAD,
    /** A body without bound, which may be resumed. */
    DOWNLOAD
  }

  /** An operation that changes nothing. */
  public static Operation read(String name) {
    return new Operation(name, Kind.READ);
  }

  /** An operation that can be repeated. */
  public static Operation write(String name) {
    return new Operation(name, Kind.WRITE);
  }

  /** An operation that must not be repeated blindly. */
  public static Operation create(String name) {
    return new Operation(name, Kind.CREATE);
  }

  @Override
  public String toString() {
    return name;
  }
}
