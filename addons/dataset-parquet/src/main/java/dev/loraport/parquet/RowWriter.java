package dev.loraport.parquet;

import dev.loraport.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Makes a JSON object of a row. */
final class RowWriter {
  private static final int DEEPEST = 64;

  private RowWriter() {}

  /** Refuses a column that has no form in JSON, before the first row. */
  static void check(GroupType schema) throws IOException {
    check(schema, "", 0);
  }

  private static void check(GroupType group, String path, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new ParquetProblem("column " + path + " is nested over " + DEEPEST + " deep", null);
    }
    for (Type field : group.getFields()) {
      String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
      if (!field.isPrimitive()) {
        check(field.asGroupType(), name, depth + 1);
      } else if (!isKnown(field.asPrimitiveType())) {
        throw new ParquetProblem(
            "column "
                + name
                + " is "
                + field.asPrimitiveType().getPrimitiveTypeName()
                + ", which has no form in JSON; leave it out or write it as text",
            null);
      }
    }
  }

  private static boolean isKnown(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
      case BINARY ->
          meaning instanceof StringLogicalTypeAnnotation
              || meaning instanceof EnumLogicalTypeAnnotation
              || meaning instanceof JsonLogicalTypeAnnotation
              || meaning instanceof DecimalLogicalTypeAnnotation;
      case FIXED_LEN_BYTE_ARRAY ->
          meaning instanceof DecimalLogicalTypeAnnotation
              || meaning instanceof UUIDLogicalTypeAnnotation;
      case INT96 -> false;
    };
  }

  /** A row, or a structure in one. */
  static Json object(Group group, GroupType type) throws IOException {
    Json.ObjectBuilder object = Json.object();
    for (int field = 0; field < type.getFieldCount(); field++) {
      Type column = type.getType(field);
      int count = group.getFieldRepetitionCount(field);
      if (column.isRepetition(Type.Repetition.REPEATED)) {
        object.put(column.getName(), repeated(group, field, column));
      } else if (count > 0) {
        Json value = value(group, field, 0, column);
        if (!value.isAbsent()) {
          object.put(column.getName(), value);
        }
      }
    }
    return object.build();
  }

  // a repeated field outside of a list is one by itself
  private static Json repeated(Group group, int field, Type column) throws IOException {
    List<Json> elements = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
      elements.add(value(group, field, i, column));
    }
    return Json.array(elements);
  }

  private static Json value(Group group, int field, int index, Type column) throws IOException {
    if (column.isPrimitive()) {
      return primitive(group, field, index, column.asPrimitiveType());
    }
    Group inner = group.getGroup(field, index);
    GroupType type = column.asGroupType();
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof ListLogicalTypeAnnotation) {
      return list(inner, type);
    }
    return meaning instanceof MapLogicalTypeAnnotation ? map(inner, type) : object(inner, type);
  }

  /** By the rules of the format for older files: an element may stand without a group around it. */
  private static Json list(Group list, GroupType type) throws IOException {
    Type repeated = type.getType(0);
    boolean wrapped =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().equals(type.getName() + "_tuple");
    List<Json> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      if (!wrapped) {
        elements.add(value(list, 0, i, repeated));
        continue;
      }
      Group wrapper = list.getGroup(0, i);
      Type element = repeated.asGroupType().getType(0);
      if (element.isRepetition(Type.Repetition.REPEATED)) {
        elements.add(repeated(wrapper, 0, element));
      } else {
        boolean there = wrapper.getFieldRepetitionCount(0) > 0;
        elements.add(there ? value(wrapper, 0, 0, element) : Json.ofNull());
      }
    }
    return Json.array(elements);
  }

  private static Json map(Group map, GroupType type) throws IOException {
    Json.ObjectBuilder object = Json.object();
    GroupType pair = type.getType(0).asGroupType();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      Json key = value(entry, 0, 0, pair.getType(0));
      boolean there = pair.getFieldCount() > 1 && entry.getFieldRepetitionCount(1) > 0;
      Json value = there ? value(entry, 1, 0, pair.getType(1)) : Json.ofNull();
      object.put(key.string().orElseGet(key::toString), value);
    }
    return object.build();
  }

  private static Json primitive(Group group, int field, int index, PrimitiveType type)
      throws IOException {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Json.of(group.getBoolean(field, index));
      case INT32 -> whole(group.getInteger(field, index), 32, meaning);
      case INT64 -> whole(group.getLong(field, index), 64, meaning);
      case FLOAT -> real(group.getFloat(field, index));
      case DOUBLE -> real(group.getDouble(field, index));
      default -> bytes(group, field, index, meaning);
    };
  }

  private static Json whole(long value, int bits, LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return Json.of(BigDecimal.valueOf(value, decimal.getScale()));
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return Json.of(LocalDate.ofEpochDay(value).toString());
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation stamp) {
      Instant at = Instant.EPOCH.plus(value, unit(stamp.getUnit()));
      // without a zone it is a time on the wall
      return Json.of(
          stamp.isAdjustedToUTC()
              ? at.toString()
              : at.atOffset(ZoneOffset.UTC).toLocalDateTime().toString());
    }
    if (meaning instanceof TimeLogicalTypeAnnotation time) {
      return Json.of(LocalTime.MIDNIGHT.plus(value, unit(time.getUnit())).toString());
    }
    if (meaning instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
      return bits == 32
          ? Json.of(value & 0xffff_ffffL)
          : Json.of(new BigInteger(Long.toUnsignedString(value)));
    }
    return Json.of(value);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  // JSON has neither NaN nor the infinities
  private static Json real(double value) {
    return Double.isFinite(value) ? Json.of(value) : Json.missing();
  }

  private static Json real(float value) {
    return Float.isFinite(value) ? Json.of(new BigDecimal(Float.toString(value))) : Json.missing();
  }

  private static Json bytes(Group group, int field, int index, LogicalTypeAnnotation meaning)
      throws IOException {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      byte[] unscaled = group.getBinary(field, index).getBytes();
      return Json.of(new BigDecimal(new BigInteger(unscaled), decimal.getScale()));
    }
    if (meaning instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = group.getBinary(field, index).toByteBuffer();
      return Json.of(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }
    if (meaning instanceof JsonLogicalTypeAnnotation) {
      return Json.parse(group.getBinary(field, index).getBytes());
    }
    return Json.of(group.getString(field, index));
  }
}
