package dev.duoconfig.http.body;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import org.jspecify.annotations.Nullable;

/** Applies {@link MaxItems}. Lists without it are read as usual. See docs/framework.md. */
final class BoundedLists extends SimpleModule {

    private static final long serialVersionUID = 1L;

    BoundedLists() {
        setDeserializerModifier(new BeanDeserializerModifier() {

            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyCollectionDeserializer(
                    DeserializationConfig config,
                    CollectionType type,
                    BeanDescription bean,
                    JsonDeserializer<?> unbounded) {
                // Jackson has already replaced List by the class that it instantiates.
                return type.hasRawClass(ArrayList.class) ? new AnyList(type, unbounded) : unbounded;
            }
        });
    }

    private static @Nullable MaxItems limit(@Nullable BeanProperty property, JavaType items) {
        var ofProperty = property == null ? null : property.getAnnotation(MaxItems.class);
        return ofProperty == null ? items.getRawClass().getAnnotation(MaxItems.class) : ofProperty;
    }

    /** A list whose limit is not known yet. */
    private static final class AnyList extends StdDeserializer<List<?>> implements ContextualDeserializer {

        private static final long serialVersionUID = 1L;

        private final transient JsonDeserializer<?> unbounded;

        AnyList(CollectionType type, JsonDeserializer<?> unbounded) {
            super(type);
            this.unbounded = unbounded;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
                throws JsonMappingException {
            var type = getValueType(context);
            var items = type.getContentType();
            var limit = limit(property, items);
            return limit == null
                    ? context.handleSecondaryContextualization(unbounded, property, type)
                    : new BoundedList(type, context.findContextualValueDeserializer(items, property), limit);
        }

        @Override
        public List<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return (List<?>) unbounded.deserialize(parser, context);
        }
    }

    private static final class BoundedList extends StdDeserializer<List<?>> {

        private static final long serialVersionUID = 1L;

        private final transient JsonDeserializer<?> items;
        private final transient MaxItems limit;

        BoundedList(JavaType type, JsonDeserializer<?> items, MaxItems limit) {
            super(type);
            this.items = items;
            this.limit = limit;
        }

        @Override
        public List<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken()) {
                return (List<?>) context.handleUnexpectedToken(getValueType(context), parser);
            }
            var name = parser.getParsingContext().getParent().getCurrentName();
            var list = new ArrayList<@Nullable Object>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (list.size() == limit.value()) {
                    throw new RejectedValueException(
                            parser,
                            limit.code(),
                            "The list " + (name == null ? "" : "'" + name + "' ") + "may have at most " + limit.value()
                                    + " items.");
                }
                list.add(item(parser, context, list));
            }
            return list;
        }

        private @Nullable Object item(JsonParser parser, DeserializationContext context, List<?> list)
                throws JsonMappingException {
            try {
                return parser.hasToken(JsonToken.VALUE_NULL)
                        ? items.getNullValue(context)
                        : items.deserialize(parser, context);
            } catch (IOException | RuntimeException e) {
                throw JsonMappingException.wrapWithPath(e, list, list.size());
            }
        }
    }
}
