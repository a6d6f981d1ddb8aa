package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/**
 * The response of a server to the request for its list of models.
 *
 * @param names the name of each model in the list, for {@link Kind#NAMES}; otherwise empty
 * @param otherNames the other names under which the list has them
 * @param serverMessage what the server said about its error, fit to be shown; null if it said nothing
 */
record ModelList(
        Kind kind,
        int status,
        List<String> names,
        List<String> otherNames,
        @Nullable String serverMessage) {

    /** The tag that Ollama adds to a name without one. */
    private static final String DEFAULT_TAG = ":latest";

    /** The properties of an entry that can hold the name of its model. The first is OpenAI's; others are of its relatives. */
    private static final List<String> NAME_PROPERTIES = List.of("id", "name", "model");

    /** The kind of a response. */
    enum Kind {
        NAMES,
        EMPTY,
        OTHER_SHAPE,
        NOT_JSON,
        REDIRECT,
        UNAUTHORIZED,
        FORBIDDEN,
        MISSING_SCOPE,
        NOT_FOUND,
        NOT_OFFERED,
        TOO_MANY,
        SERVER_FAULT,
        REFUSED
    }

    static ModelList of(OutboundResponse response) {
        var status = response.status();
        return switch (status) {
            case 401 -> withoutNames(Refusals.namesScope(response) ? Kind.MISSING_SCOPE : Kind.UNAUTHORIZED, status);
            case 403 -> withoutNames(Refusals.namesScope(response) ? Kind.MISSING_SCOPE : Kind.FORBIDDEN, status);
            case 404 -> withoutNames(Kind.NOT_FOUND, status);
            case 405, 501 -> withoutNames(Kind.NOT_OFFERED, status);
            case 429 -> withoutNames(Kind.TOO_MANY, status);
            default ->
                switch (status / 100) {
                    case 2 -> ofBody(Bodies.json(response), status);
                    case 3 -> withoutNames(Kind.REDIRECT, status);
                    case 5 -> withoutNames(Kind.SERVER_FAULT, status);
                    default -> withoutNames(Kind.REFUSED, status);
                };
        };
    }

    ModelList withServerMessage(@Nullable String message) {
        return new ModelList(kind, status, names, otherNames, message);
    }

    /** Whether the server has listed models, even if it has none at the moment. */
    boolean isList() {
        return kind == Kind.NAMES || kind == Kind.EMPTY;
    }

    /** Whether the server refuses the caller, which it may do before it looks at the path. */
    boolean isRefusedCaller() {
        return kind == Kind.UNAUTHORIZED || kind == Kind.FORBIDDEN || kind == Kind.MISSING_SCOPE;
    }

    /** The words for the way in which the list has a model; null if the list does not have it. */
    @Nullable
    String match(String wanted) {
        if (names.contains(wanted)) {
            return wanted;
        }
        if (names.contains(wanted + DEFAULT_TAG)) {
            return wanted + DEFAULT_TAG + ", which Ollama also takes for " + wanted;
        }
        if (otherNames.contains(wanted)) {
            return wanted + " as another name of a model";
        }
        return names.stream().anyMatch(name -> isPatternOf(name, wanted))
                ? "a pattern with * that matches " + wanted
                : null;
    }

    /** Some proxies list all models of a provider as one name, such as {@code openai/*}. */
    private static boolean isPatternOf(String name, String wanted) {
        var star = name.indexOf('*');
        return star >= 0
                && wanted.length() >= name.length() - 1
                && wanted.startsWith(name.substring(0, star))
                && wanted.endsWith(name.substring(star + 1));
    }

    private static ModelList ofBody(JsonNode body, int status) {
        if (!body.isContainerNode()) {
            return withoutNames(Kind.NOT_JSON, status);
        }
        var entries = entries(body);
        if (entries.isNull() || (entries.isArray() && entries.isEmpty())) {
            return withoutNames(Kind.EMPTY, status);
        }
        var names = new ArrayList<String>();
        var otherNames = new ArrayList<String>();
        elements(entries).forEach(entry -> {
            var found = names(entry);
            found.stream().limit(1).forEach(names::add);
            found.stream().skip(1).forEach(otherNames::add);
        });
        return names.isEmpty()
                ? withoutNames(Kind.OTHER_SHAPE, status)
                : new ModelList(Kind.NAMES, status, names, otherNames, null);
    }

    /** OpenAI's list has its entries in {@code data}; others are the entries alone, or have them in {@code models}. */
    private static JsonNode entries(JsonNode body) {
        if (body.isArray()) {
            return body;
        }
        return body.path("data").isEmpty() && !body.path("models").isEmpty() ? body.path("models") : body.path("data");
    }

    private static List<String> names(JsonNode entry) {
        if (entry.isTextual()) {
            return List.of(entry.textValue());
        }
        return Stream.concat(
                        NAME_PROPERTIES.stream().map(entry::path),
                        Stream.of("alias", "aliases").map(entry::path).flatMap(ModelList::textOrElements))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(Predicate.not(String::isBlank))
                .distinct()
                .toList();
    }

    private static Stream<JsonNode> textOrElements(JsonNode node) {
        return node.isArray() ? elements(node) : Stream.of(node);
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static ModelList withoutNames(Kind kind, int status) {
        return new ModelList(kind, status, List.of(), List.of(), null);
    }
}
