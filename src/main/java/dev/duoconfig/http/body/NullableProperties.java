package dev.duoconfig.http.body;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;
import org.openapitools.jackson.nullable.JsonNullableDeserializer;
import org.openapitools.jackson.nullable.JsonNullableModule;

/**
 * Distinguishes absent properties from null, as the library does, but keeps blank texts, which the library takes for absent.
 * See docs/framework.md.
 */
final class NullableProperties extends JsonNullableModule {

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializers(new Deserializers.Base() {
            @Override
            public @Nullable JsonDeserializer<?> findReferenceDeserializer(
                    ReferenceType type,
                    DeserializationConfig config,
                    BeanDescription bean,
                    @Nullable TypeDeserializer contentType,
                    @Nullable JsonDeserializer<?> content) {
                return type.hasRawClass(JsonNullable.class) ? new KeepingBlankTexts(type, contentType, content) : null;
            }
        });
    }

    private static final class KeepingBlankTexts extends JsonNullableDeserializer {

        private static final long serialVersionUID = 1L;

        KeepingBlankTexts(
                JavaType type, @Nullable TypeDeserializer contentType, @Nullable JsonDeserializer<?> content) {
            super(type, null, contentType, content);
        }

        @Override
        public JsonNullableDeserializer withResolved(
                @Nullable TypeDeserializer contentType, @Nullable JsonDeserializer<?> content) {
            return new KeepingBlankTexts(_fullType, contentType, content);
        }

        @Override
        public JsonNullable<Object> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return JsonNullable.of(_valueDeserializer.deserialize(parser, context));
        }
    }
}
