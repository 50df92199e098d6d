package dev.loraport.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.loraport.json.Json;
import dev.loraport.structured.StructuredOutputException.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types beyond a flat record: what of them has a schema, and that no value is half filled. */
class StructuredTypesTest {
  enum Mood {
    GOOD
  }

  record Part(String name, Optional<Mood> mood) {}

  record Whole(
      String title,
      List<Part> parts,
      Map<String, Part> byName,
      @Nullable Part spare,
      LocalDate day,
      Json any) {}

  /** Filled by setters, which nobody calls for what is missing. */
  static class Bean {
    private int x;
    private String text = "";

    public void setX(int x) {
      this.x = x;
    }

    public void setText(String text) {
      this.text = text;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable"}) // nothing but its schema is looked at
  static class Locked {
    private int open;
    private int shut;

    public void setOpen(int open) {
      this.open = open;
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  sealed interface Shape permits Circle, Nothing {}

  @JsonTypeName("circle")
  record Circle(double radius) implements Shape {}

  @JsonTypeName("nothing")
  record Nothing() implements Shape {}

  record Picture(List<Shape> shapes, @Nullable Shape frame) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Dog.class, name = "dog"),
    @JsonSubTypes.Type(value = Cat.class, name = "cat")
  })
  interface Animal {}

  record Dog(String name) implements Animal {}

  record Cat(String name) implements Animal {}

  record Zoo(Animal first) {}

  sealed interface Plain permits Only {}

  record Only(int a) implements Plain {}

  record HoldsPlain(List<Plain> many) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  interface Open {}

  record HoldsOpen(Optional<Open> open) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Guessed permits Guess {}

  record Guess(int a) implements Guessed {}

  record HoldsGuessed(Guessed guessed) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Deepest.class), @JsonSubTypes.Type(Shallow.class)})
  sealed interface Deep permits Deeper, Shallow {}

  sealed interface Deeper extends Deep permits Deepest {}

  record Deepest(int a) implements Deeper {}

  record Shallow(int a) implements Deep {}

  record HoldsDeep(Map<String, Deep> deep) {}

  abstract static class Abstract {
    int a;
  }

  record HoldsAbstract(Abstract base) {}

  record Empty() {}

  record HoldsEmpty(Empty empty) {}

  record Endless(String a, Endless b) {}

  record Chicken(Egg egg) {}

  record Egg(Optional<String> colour, Chicken from) {}

  record Coop(List<Chicken> all) {}

  record Ends(@Nullable Ends one, Optional<Ends> two, List<Ends> three, Map<String, Ends> four) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  sealed interface Term permits Amount, Sum {}

  @JsonTypeName("amount")
  record Amount(int n) implements Term {}

  @JsonTypeName("sum")
  record Sum(Term left, Term right) implements Term {}

  record Formula(Term term) {}

  record Page<T>(List<T> items, Optional<String> next) {}

  @SuppressWarnings("ArrayRecordComponent") // it is refused
  record Bytes(byte[] bytes) {}

  record Numbers(byte small, Optional<Byte> boxed, float part, List<Double> wide) {}

  record Meeting(OffsetDateTime at) {}

  record Gaps(List<Optional<String>> texts, List<Optional<Part>> parts, Optional<Part> one) {}

  private static final String WHOLE =
      """
      {"title":"t","parts":[{"name":"a","mood":"GOOD"}],"byName":{"b":{"name":"b","mood":null}},\
      "spare":null,"day":"2026-01-02","any":{"x":[null]}}""";

  private final Structured<Whole> wholes = Structured.of(Whole.class);

  record Judged(String reasoning, String answer, boolean right) {}

  /** A model writes in the order of the schema, so its reasons come first. */
  @Test
  void membersKeepTheOrderOfTheirType() {
    Json schema = Structured.of(Judged.class).schema();
    assertThat(schema.get("properties").members().keySet())
        .containsExactly("reasoning", "answer", "right");
  }

  @Test
  void whatMayBeNullMayBeMissing() {
    Whole expected =
        new Whole(
            "t",
            List.of(new Part("a", Optional.of(Mood.GOOD))),
            Map.of("b", new Part("b", Optional.empty())),
            null,
            LocalDate.of(2026, 1, 2),
            Json.parse("{\"x\":[null]}"));
    assertThat(wholes.read(WHOLE)).isEqualTo(expected);
    assertThat(wholes.read(WHOLE.replace(",\"mood\":null", "").replace("\"spare\":null,", "")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "title":"t",          |                  | title is missing, and must be a string
          "title":"t"           | "title":null     | title is null
          {"name":"a","mood"    | {"mood"          | parts[0].name is missing
          {"name":"a"           | {"name":null     | parts[0].name is null
          [{"name":"a","mood":"GOOD"}] | null      | parts is null
          [{"name":"a","mood":"GOOD"}] | [null]    | parts[0] is null, and must be an object with the members
          [{"name":"a","mood":"GOOD"}] | {}        | parts is an object, and must be an array
          {"name":"b","mood":null}     | null      | byName.b is null
          {"name":"b"           | {"name":null     | byName.b.name is null
          "spare":null          | "spare":{}       | spare.name is missing
          "spare":null          | "spare":""       | spare is a string, and must be an object with the members name, mood
          "title":"t"           | "title":5        | title is a number, and must be a string
          "2026-01-02"          | 20000            | day is a number, and must be a date such as 2026-12-31
          "2026-01-02"          | ""               | day is a string, and must be a date
          "2026-01-02"          | "2026-01-02T00:00:00Z" | day is a string, and must be a date
          "GOOD"                | "FINE"           | parts[0].mood is a string, and must be one of ["GOOD"
          """)
  void noValueIsHalfFilled(String part, @Nullable String wrong, String said) {
    String text = WHOLE.replace(part, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(WHOLE);
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> wholes.read(text))
        .withMessageContaining(said)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISFIT));
  }

  enum Size {
    @JsonProperty("small")
    SMALL
  }

  record Range(int from, int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("from must not be after to");
      }
    }
  }

  record Told(
      Instant at,
      UUID id,
      Size size,
      int count,
      Range range,
      List<Range> ranges,
      Map<String, Range> named,
      Picture picture,
      boolean on,
      double part) {}

  /** What Jackson finds would name classes, which a model does not know. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "2026-01-02T03:04:05Z" | "soon"   | at is a string, and must be a string of the format date-time
          "00000000-0000-0000-0000-000000000001" | "one" | id is a string, and must be a string of the format uuid
          "small"                | "SMALL"  | size is a string, and must be one of ["small"]
          "count":7              | "count":7.5 | count is a number, and must be an integer
          "count":7              | "count":70000000000 | count is a number out of range
          "range":{"from":1      | "range":{"from":3 | range is refused: from must not be after to
          [{"from":1             | [{"from":9 | ranges[0] is refused: from must not be after to
          "a":{"from":1          | "a":{"from":70000000000 | named.a.from is a number out of range
          "radius":1             | "radius":"1" | picture.frame.radius is a string, and must be a number
          true                   | "true"   | on is a string, and must be a boolean
          "part":0.5             | "part":[] | part is an array, and must be a number
          """)
  void noClassIsToldToTheModel(String part, String wrong, String said) {
    String whole =
        """
        {"at":"2026-01-02T03:04:05Z","id":"00000000-0000-0000-0000-000000000001","size":"small",\
        "count":7,"range":{"from":1,"to":2},"ranges":[{"from":1,"to":2}],\
        "named":{"a":{"from":1,"to":2}},"on":true,"part":0.5,\
        "picture":{"shapes":[],"frame":{"kind":"circle","radius":1}}}""";
    Structured<Told> all = Structured.of(Told.class);
    assertThat(all.read(whole).count()).isEqualTo(7);
    assertThat(whole).contains(part);
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> all.read(whole.replace(part, wrong)))
        .withMessage(
            "chat.structured: the answer for Told does not fit: "
                + said
                + "; ask(...) after withRepairs(n) sends it back to the model");
  }

  @Test
  void aClassWithSettersIsFilledWholly() {
    Structured<Bean> beans = Structured.of(Bean.class);
    Bean bean = beans.read("{\"x\":1,\"text\":\"a\",\"more\":2}");
    assertThat(bean.x).isEqualTo(1);
    assertThat(bean.text).isEqualTo("a");
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> beans.read("{\"x\":1}"))
        .withMessageContaining("text is missing");
    assertThat(Structured.of(Locked.class).schema().get("properties").members())
        .as("what nobody could set is not asked for")
        .containsOnlyKeys("open");
  }

  @Test
  void subtypesAreToldApartByTheirMark() {
    Structured<Picture> pictures = Structured.of(Picture.class);
    Json forms = pictures.schema().get("properties").get("shapes").get("items").get("anyOf");
    assertThat(forms.elements()).hasSize(2);
    assertThat(
            pictures.read(
                """
                {"shapes":[{"radius":2.5,"kind":"circle"},{"kind":"nothing"}],"frame":null}"""))
        .isEqualTo(new Picture(List.of(new Circle(2.5), new Nothing()), null));
    assertThat(Structured.of(Zoo.class).read("{\"first\":{\"@type\":\"cat\",\"name\":\"Tom\"}}"))
        .isEqualTo(new Zoo(new Cat("Tom")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"shapes":[{"kind":"circle"}]}               | shapes[0].radius is missing
          {"shapes":[{"kind":"square"}]}               | shapes[0] is none of the subtypes
          {"shapes":[{"radius":1}]}                    | "kind":"circle"
          {"shapes":[null]}                            | shapes[0] is null
          {"shapes":[],"frame":"circle"}               | frame is none of the subtypes
          """)
  void aWrongSubtypeIsAMisfit(String text, String said) {
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> Structured.of(Picture.class).read(text))
        .withMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HoldsPlain    | many[]  | Plain is abstract
          HoldsOpen     | open    | Open is abstract
          HoldsGuessed  | guessed | Guessed is abstract
          HoldsAbstract | base    | Abstract is abstract
          HoldsDeep     | deep[]  | a subtype has no mark
          HoldsEmpty    | empty   | no members
          Bytes         | bytes   | take a String
          Empty         | Empty   | components of a record
          Endless       | at b:   | make it an Optional, @Nullable or a List
          Chicken       | egg.from | without end
          Coop          | all[].egg.from | without end
          Formula       | term    | a subtype holds its own kind
          Plain         | Plain   | @JsonSubTypes
          Shape         | Shape   | several subtypes
          Page          | Page    | TypeToken
          """)
  void aTypeThatCannotBeFilledIsRefusedAtOnce(String name, String where, String said)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(StructuredTypesTest.class.getName() + "$" + name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Structured.of(type))
        .withMessageContaining(type.getName())
        .withMessageContaining(where)
        .withMessageContaining(said);
  }

  @Test
  void aTypeMayHoldItselfWhereItCanEnd() {
    assertThat(Structured.of(Ends.class).read("{\"three\":[],\"four\":{}}").one()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "small":-128 | "small":128         | small is a number out of range
          "small":-128 | "small":-129        | small is a number out of range
          "small":-128 | "small":"A"         | small is a string, and must be an integer
          "boxed":127  | "boxed":200         | boxed is a number out of range
          "part":0.5   | "part":1e300        | part is a number out of range
          "part":0.5   | "part":-1e300       | part is a number out of range
          [1,1e300]    | [1,1e400]           | wide[1] is a number out of range
          """)
  void aNumberBeyondItsTypeIsNoOtherNumber(String part, String wrong, String said) {
    String whole = "{\"small\":-128,\"boxed\":127,\"part\":0.5,\"wide\":[1,1e300]}";
    Structured<Numbers> numbers = Structured.of(Numbers.class);
    assertThat(numbers.read(whole))
        .isEqualTo(new Numbers((byte) -128, Optional.of((byte) 127), 0.5f, List.of(1.0, 1e300)));
    assertThat(whole).contains(part);
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> numbers.read(whole.replace(part, wrong)))
        .withMessageContaining(said);
  }

  @Test
  void aTimeKeepsItsOffset() {
    assertThat(Structured.of(Meeting.class).read("{\"at\":\"2026-01-02T03:04:05+02:00\"}"))
        .isEqualTo(new Meeting(OffsetDateTime.parse("2026-01-02T03:04:05+02:00")));
  }

  @Test
  void whatIsOptionalInAListMayBeNull() {
    assertThat(
            Structured.of(Gaps.class)
                .read("{\"texts\":[\"a\",null],\"parts\":[null,{\"name\":\"a\"}]}"))
        .isEqualTo(
            new Gaps(
                List.of(Optional.of("a"), Optional.empty()),
                List.of(Optional.empty(), Optional.of(new Part("a", Optional.empty()))),
                Optional.empty()));
  }

  @Test
  void aTypeTokenNamesArguments() {
    Structured<Page<Part>> pages = Structured.of(new TypeToken<Page<Part>>() {});
    assertThat(pages.format().name()).contains("Page_Part_");
    Page<Part> page = pages.read("{\"items\":[{\"name\":\"a\"}]}");
    assertThat(page.items().get(0).name()).isEqualTo("a");
    assertThatExceptionOfType(StructuredOutputException.class)
        .isThrownBy(() -> pages.read("{\"items\":[{}]}"))
        .withMessageContaining("items[0].name is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Structured.of(new TypeToken<List<Part>>() {}))
        .withMessageContaining("record");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Structured.of(List.class))
        .withMessageContaining("record People(List<Person> all)")
        .withMessageContaining("TypeToken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```json {\"name\":\"a\"}```",
        "``` {\"name\":\"a\"} ```",
        "is {\"name\":1} it? No.\n</think>\n{\"name\":\"a\"}",
        "hm</think>```json\n{\"name\":\"a\"}\n```",
      })
  void theJsonIsFoundInItsWrapping(String text) {
    assertThat(Structured.of(Part.class).read(text)).isEqualTo(new Part("a", Optional.empty()));
  }

  @Test
  void aTextMayHoldTheEndOfThoughts() {
    assertThat(Structured.of(Part.class).read("{\"name\":\"</think>\"}").name())
        .isEqualTo("</think>");
  }
}
