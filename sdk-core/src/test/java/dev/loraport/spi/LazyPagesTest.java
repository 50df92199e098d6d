package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.Page;
import dev.loraport.error.DecodeException;
import dev.loraport.spi.LazyPages.Slice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LazyPagesTest {
  private static final Operation LIST = Operation.read("jobs.list");

  private final List<String> asked = new ArrayList<>();

  private LazyPages<Integer> pages(Map<String, Slice<Integer>> byCursor) {
    return LazyPages.byCursor(
        new FakeCaller(),
        LIST,
        cursor -> {
          String key = cursor == null ? "first" : cursor;
          asked.add(key);
          return CompletableFuture.completedFuture(byCursor.get(key));
        });
  }

  private static Slice<Integer> slice(@Nullable String next, Integer... items) {
    return new Slice<>(List.of(items), next);
  }

  @Test
  void goesThroughAllPagesAndStartsAnewEachTime() {
    LazyPages<Integer> pages =
        pages(Map.of("first", slice("b", 1, 2), "b", slice("c"), "c", slice("", 3)));
    assertThat(pages).containsExactly(1, 2, 3);
    assertThat(pages.toList()).containsExactly(1, 2, 3);
    assertThat(asked).containsExactly("first", "b", "c", "first", "b", "c");
  }

  @Test
  void fetchesAPageOnlyWhenItIsNeeded() {
    LazyPages<Integer> pages = pages(Map.of("first", slice("b", 1), "b", slice(null, 2)));
    Iterator<Integer> iterator = pages.iterator();
    assertThat(asked).isEmpty();
    assertThat(iterator.next()).isEqualTo(1);
    assertThat(asked).containsExactly("first");
    assertThat(iterator.next()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void endsWhereACursorComesASecondTime() {
    LazyPages<Integer> circle =
        pages(Map.of("first", slice("b", 1), "b", slice("c", 2), "c", slice("b", 3)));
    assertThatThrownBy(circle::toList)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("acme jobs.list")
        .hasMessageContaining("second time");
    assertThat(asked).containsExactly("first", "b", "c");
  }

  @Test
  void aPageCanBeAskedForItsNextMoreThanOnce() {
    Page<Integer> first =
        pages(Map.of("first", slice("b", 1), "b", slice(null, 2))).firstPage();
    assertThat(first.next().orElseThrow().join().items()).containsExactly(2);
    assertThat(first.next().orElseThrow().join().items()).containsExactly(2);
  }
}
