package dev.duoconfig.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The claims in a token itself. OIDC splits texts at blanks, and turns objects and numbers into texts. Here, numbers are as the
 * issuer wrote them. See docs/framework.md.
 */
final class TokenClaims {

    private static final JsonFactory JSON = new JsonFactory();

    private static final String ISSUER = "iss";

    /** A number as in the token. */
    record Written(String text) {

        @Override
        public String toString() {
            return text;
        }
    }

    private TokenClaims() {}

    /** The claims of a token that is verified. */
    static JsonObject of(String token) {
        try (var parser = parser(token)) {
            parser.nextToken();
            return Objects.requireNonNull((JsonObject) value(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("The claims of a verified token are not JSON", e);
        }
    }

    /** The issuer that a token names, before anything in it is verified; null if it names none. */
    static @Nullable String issuer(String token) {
        try (var parser = parser(token)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String issuer = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var isIssuer = ISSUER.equals(parser.currentName());
                parser.nextToken();
                if (isIssuer) {
                    issuer = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return issuer;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static JsonParser parser(String token) throws IOException {
        var begin = token.indexOf('.') + 1;
        return JSON.createParser(Base64.getUrlDecoder().decode(token.substring(begin, token.indexOf('.', begin))));
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Written(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        var object = new JsonObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static JsonArray list(JsonParser parser) throws IOException {
        var list = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }
}
