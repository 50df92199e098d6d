package dev.loraport.internal.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.BeanDeserializerFactory;
import tools.jackson.databind.deser.DeserializerFactory;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.module.SimpleSerializers;
import tools.jackson.databind.ser.jdk.CollectionSerializer;
import tools.jackson.databind.ser.jdk.MapSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Lets databind 3.0 work where a host pins jackson-annotations 2.19, as Spring Boot 3.5 did until
 * 3.5.12. Whenever databind meets a list, a map or an enum, it asks whether an annotation wants it
 * as a bean, by a constant ({@code JsonFormat.Shape.POJO}) that came with 2.20. The values of this
 * library never want that, so here the question is not asked.
 */
final class OlderAnnotations {
  private OlderAnnotations() {}

  static JsonMapper.Builder allow(JsonMapper.Builder mapper) {
    return mapper
        .addModule(new SimpleModule("loraport").setSerializers(new PlainSerializers()))
        .annotationIntrospector(new PlainContainers());
  }

  private static final class PlainSerializers extends SimpleSerializers {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueSerializer<?> findCollectionSerializer(
        SerializationConfig config,
        CollectionType type,
        BeanDescription.Supplier bean,
        JsonFormat.@Nullable Value format,
        @Nullable TypeSerializer elementType,
        @Nullable ValueSerializer<Object> element) {
      return new CollectionSerializer(type.getContentType(), false, elementType, element);
    }

    @Override
    public ValueSerializer<?> findMapSerializer(
        SerializationConfig config,
        MapType type,
        BeanDescription.Supplier bean,
        JsonFormat.@Nullable Value format,
        @Nullable ValueSerializer<Object> key,
        @Nullable TypeSerializer elementType,
        @Nullable ValueSerializer<Object> element) {
      return MapSerializer.construct(type, false, elementType, key, element, null, Set.of(), null);
    }

    @Override
    public ValueSerializer<?> findEnumSerializer(
        SerializationConfig config,
        JavaType type,
        BeanDescription.Supplier bean,
        JsonFormat.@Nullable Value format) {
      return ToStringSerializer.instance;
    }
  }

  private static final class PlainContainers extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
      boolean container =
          annotated instanceof AnnotatedClass
              && (Map.class.isAssignableFrom(annotated.getRawType())
                  || Collection.class.isAssignableFrom(annotated.getRawType()));
      return container ? new ContainerReader() : super.findDeserializer(config, annotated);
    }
  }

  /** Stands in until the element type is known, then gives way to databind's own reader. */
  private static final class ContainerReader extends ValueDeserializer<Object> {
    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      JavaType type = context.getContextualType();
      BeanDescription.Supplier bean = context.lazyIntrospectBeanDescription(type);
      DeserializerFactory factory = BeanDeserializerFactory.instance;
      ValueDeserializer<?> reader =
          type instanceof MapType map
              ? factory.createMapDeserializer(context, map, bean)
              : factory.createCollectionDeserializer(context, (CollectionType) type, bean);
      reader.resolve(context);
      return context.handlePrimaryContextualization(reader, property, type);
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) {
      throw new IllegalStateException("used before its element type was known");
    }
  }
}
