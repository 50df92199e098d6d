package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnTheSpotTest {
  private final OnTheSpot here = new OnTheSpot();
  private final List<String> seen = new ArrayList<>();

  private Runnable note(String what) {
    return () -> seen.add(what);
  }

  @Test
  void whatIsForAfterwardsRunsOnceTheOutermostTaskIsOver() {
    here.execute(
        () -> {
          OnTheSpot.afterwards(note("woken"));
          here.execute(
              () -> {
                OnTheSpot.afterwards(note("woken again"));
                seen.add("within");
              });
          seen.add("over");
        });

    assertThat(seen).containsExactly("within", "over", "woken", "woken again");
  }

  @Test
  void itRunsAtOnceWhereNoTaskDoes() {
    here.execute(note("before"));
    OnTheSpot.afterwards(note("woken"));

    assertThat(seen).containsExactly("before", "woken");
  }

  @Test
  void itRunsAfterATaskThatFails() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                here.execute(
                    () -> {
                      OnTheSpot.afterwards(note("woken"));
                      throw new IllegalStateException("the task");
                    }))
        .withMessage("the task");

    assertThat(seen).containsExactly("woken");
    OnTheSpot.afterwards(note("later"));
    assertThat(seen).containsExactly("woken", "later");
  }

  @Test
  void oneThatFailsKeepsNoneOfTheOthersBack() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                here.execute(
                    () -> {
                      OnTheSpot.afterwards(
                          () -> {
                            throw new IllegalStateException("a wake");
                          });
                      OnTheSpot.afterwards(note("woken"));
                    }))
        .withMessage("a wake");
    OnTheSpot.afterwards(note("later"));

    assertThat(seen).containsExactly("woken", "later");
  }
}
