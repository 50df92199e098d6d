package dev.loraport;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list at a provider, fetched page by page as it is gone through. Each iteration starts anew.
 *
 * @param <T> what the list is of
 */
public interface Pages<T> extends Iterable<T> {
  /** The first page. */
  Page<T> firstPage();

  /** All elements, fetched as they are asked for. */
  default Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** All elements at once; mind that a list may be long. */
  default List<T> toList() {
    return stream().toList();
  }
}
