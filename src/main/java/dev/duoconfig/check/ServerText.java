package dev.duoconfig.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundResponse;

/** The part of a response in which the server explains an error, in the forms in which servers do so. Not fit to be shown yet. */
final class ServerText {

    private static final Pattern TITLE =
            Pattern.compile("<title\\b[^>]*>([^<]*)</title\\s*>", Pattern.CASE_INSENSITIVE);

    /** The ampersand is the last, because the others begin with one. */
    private static final List<Map.Entry<String, String>> ENTITIES = List.of(
            Map.entry("&lt;", "<"),
            Map.entry("&gt;", ">"),
            Map.entry("&quot;", "\""),
            Map.entry("&#39;", "'"),
            Map.entry("&nbsp;", " "),
            Map.entry("&amp;", "&"));

    /** A title that comes later is not the title of a page. */
    private static final int MAX_HEAD = 16 * 1024;

    private ServerText() {}

    static Optional<String> of(OutboundResponse response) {
        try {
            var json = Bodies.isEventStream(response) ? Bodies.firstMessage(response) : Bodies.json(response);
            if (json.isContainerNode()) {
                return ofJson(json);
            }
            return Bodies.isHtml(response) ? title(response.body()) : firstLine(response);
        } catch (OutboundException e) {
            // The JSON is larger than any that explains an error.
            return Optional.empty();
        }
    }

    /** The message of an error in JSON. Some servers wrap it in a list. */
    private static Optional<String> ofJson(JsonNode json) {
        var root = json.isArray() ? json.path(0) : json;
        var error = root.path("error");
        return Stream.of(
                        text(error.path("message")),
                        text(error),
                        text(root.path("message")),
                        text(root.path("detail")),
                        validation(root.path("detail")),
                        text(root.path("errors").path(0).path("message")),
                        text(root.path("errors").path(0)),
                        text(root.path("error_description")),
                        text(root.path("msg")),
                        text(root.path("Message")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** FastAPI's list of faults, each with the place and the message. */
    private static Optional<String> validation(JsonNode detail) {
        if (!detail.isArray()) {
            return Optional.empty();
        }
        return Optional.of(elements(detail)
                        .map(fault -> text(fault.path("msg"))
                                .map(message -> place(fault.path("loc")) + message)
                                .orElse(""))
                        .filter(Predicate.not(String::isEmpty))
                        .collect(Collectors.joining("; ")))
                .filter(Predicate.not(String::isEmpty));
    }

    private static String place(JsonNode location) {
        var place = elements(location).map(JsonNode::asText).collect(Collectors.joining("."));
        return place.isEmpty() ? "" : place + ": ";
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(Predicate.not(String::isBlank));
    }

    private static Optional<String> title(String page) {
        var title = TITLE.matcher(page.substring(0, Math.min(page.length(), MAX_HEAD)));
        return title.find() ? Optional.of(unescaped(title.group(1))) : Optional.empty();
    }

    private static String unescaped(String text) {
        var unescaped = text;
        for (var entity : ENTITIES) {
            unescaped = unescaped.replace(entity.getKey(), entity.getValue());
        }
        return unescaped;
    }

    private static Optional<String> firstLine(OutboundResponse response) {
        var type = Bodies.contentType(response).toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.startsWith("text/plain")
                ? response.body().lines().filter(Predicate.not(String::isBlank)).findFirst()
                : Optional.empty();
    }
}
