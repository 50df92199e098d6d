package dev.loraport.internal.chat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** About how much memory an object of the library keeps from being freed. */
final class Kept {
  private static final int OBJECT = 24;
  private static final int ENTRY = 48;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Kept() {}

  /** The bytes, without those of parsers. */
  static long by(Object root) {
    try {
      return new Kept().bytes(root);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private long bytes(Object of) throws IllegalAccessException {
    if (of == null || of instanceof Enum<?> || !seen.add(of)) {
      return 0;
    }
    long size = OBJECT;
    if (of instanceof CharSequence text) {
      size += text.length();
    } else if (of instanceof Number number) {
      // digits, as those of large ones are kept
      size += number instanceof Long || number instanceof Integer ? 0 : number.toString().length();
    } else if (of instanceof Optional<?> optional) {
      size += optional.isPresent() ? bytes(optional.get()) : 0;
    } else if (of instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        size += ENTRY + bytes(entry.getKey()) + bytes(entry.getValue());
      }
    } else if (of instanceof Collection<?> elements) {
      for (Object element : elements) {
        size += Long.BYTES + bytes(element);
      }
    } else if (of.getClass().isArray()) {
      size += (long) Array.getLength(of);
    } else if (of.getClass().getName().startsWith("dev.loraport.")) {
      for (Class<?> type = of.getClass(); type != Object.class; type = type.getSuperclass()) {
        size += fields(type, of);
      }
    }
    return size;
  }

  private long fields(Class<?> type, Object of) throws IllegalAccessException {
    long size = 0;
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        size += Long.BYTES;
        size += field.getType().isPrimitive() ? 0 : bytes(field.get(of));
      }
    }
    return size;
  }
}
