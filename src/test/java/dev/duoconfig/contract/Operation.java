package dev.duoconfig.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One operation of the contract, with references resolved.
 *
 * @param method the method in uppercase
 * @param path the path template, such as {@code /models/{id}}
 * @param access the security requirements, of which a caller must meet one
 * @param bodies the request bodies by media type; empty if the request has none
 * @param responses the responses by status
 */
public record Operation(
        String id,
        String method,
        String path,
        String summary,
        String description,
        List<Access> access,
        List<Parameter> parameters,
        Map<String, Media> bodies,
        Map<Integer, Response> responses) {

    /** A security scheme with the role that the caller needs. */
    public record Access(String scheme, String role) {}

    /** A parameter. {@code in} is {@code query}, {@code path}, or {@code header}. */
    public record Parameter(String name, String in, JsonNode schema, JsonNode example) {}

    /** A body in one media type, with its examples by name. */
    public record Media(JsonNode schema, Map<String, JsonNode> examples) {}

    /** A response header. */
    public record Header(boolean required, JsonNode schema, JsonNode example) {}

    /** A response with its headers by name and its bodies by media type. A response without bodies must be empty. */
    public record Response(Map<String, Header> headers, Map<String, Media> bodies) {}

    /** The roles that may call the operation. */
    public Set<String> roles() {
        var roles = new LinkedHashSet<String>();
        access.forEach(alternative -> roles.add(alternative.role()));
        return roles;
    }

    /** The names of the query parameters. */
    public Set<String> queryParameters() {
        var names = new LinkedHashSet<String>();
        parameters.stream()
                .filter(parameter -> parameter.in().equals("query"))
                .forEach(parameter -> names.add(parameter.name()));
        return names;
    }

    /** The number of variables in the path. */
    long variables() {
        return path.chars().filter(character -> character == '{').count();
    }

    /** Whether a path, without its query, matches the template. */
    public boolean hasPath(String concrete) {
        return Pattern.matches(path.replaceAll("\\{[^}]+}", "[^/]+"), concrete);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    static Operation from(Contract contract, String path, JsonNode pathItem, String method) {
        var node = pathItem.path(method);
        var parameters = new ArrayList<Parameter>();
        pathItem.path("parameters").forEach(item -> parameters.add(parameter(contract.resolve(item))));
        node.path("parameters").forEach(item -> parameters.add(parameter(contract.resolve(item))));
        var responses = new LinkedHashMap<Integer, Response>();
        node.path("responses")
                .properties()
                .forEach(entry -> responses.put(Integer.valueOf(entry.getKey()), response(contract, entry.getValue())));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                node.path("summary").asText(),
                node.path("description").asText(),
                access(node.path("security")),
                List.copyOf(parameters),
                bodies(contract, node.path("requestBody")),
                responses);
    }

    static Response response(Contract contract, JsonNode reference) {
        var node = contract.resolve(reference);
        var headers = new LinkedHashMap<String, Header>();
        node.path("headers").properties().forEach(entry -> {
            var header = contract.resolve(entry.getValue());
            headers.put(
                    entry.getKey(),
                    new Header(header.path("required").asBoolean(), header.path("schema"), header.path("example")));
        });
        return new Response(headers, bodies(contract, node));
    }

    private static List<Access> access(JsonNode security) {
        var access = new ArrayList<Access>();
        for (var alternative : security) {
            for (var scheme : alternative.properties()) {
                scheme.getValue().forEach(role -> access.add(new Access(scheme.getKey(), role.asText())));
            }
        }
        return List.copyOf(access);
    }

    private static Parameter parameter(JsonNode node) {
        return new Parameter(
                node.path("name").asText(), node.path("in").asText(), node.path("schema"), node.path("example"));
    }

    private static Map<String, Media> bodies(Contract contract, JsonNode node) {
        var bodies = new LinkedHashMap<String, Media>();
        node.path("content").properties().forEach(entry -> {
            var examples = new LinkedHashMap<String, JsonNode>();
            entry.getValue()
                    .path("examples")
                    .properties()
                    .forEach(example -> examples.put(
                            example.getKey(),
                            contract.resolve(example.getValue()).path("value")));
            bodies.put(entry.getKey(), new Media(entry.getValue().path("schema"), examples));
        });
        return bodies;
    }

    /** The body declared for a {@code Content-Type}, whose parameters are ignored. */
    static Optional<Media> bodyOf(Map<String, Media> bodies, String contentType) {
        var semicolon = contentType.indexOf(';');
        var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return Optional.ofNullable(bodies.get(type.strip().toLowerCase(Locale.ROOT)));
    }
}
