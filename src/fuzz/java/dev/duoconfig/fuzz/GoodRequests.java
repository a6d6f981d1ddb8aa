package dev.duoconfig.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.contract.Operation.Parameter;

/** Valid requests. Whether an operation accepts them depends on the configuration. */
final class GoodRequests {

    /** A short wait, because nothing changes while the test waits. */
    private static final String SHORT_WAIT = "wait=1";

    private final SchemaValues values;
    private final SampleBodies samples;
    private final KnownValues known;
    private final Map<String, String> tokens;

    /** @param tokens the tokens by role */
    GoodRequests(SchemaValues values, SampleBodies samples, KnownValues known, Map<String, String> tokens) {
        this.values = values;
        this.samples = samples;
        this.known = known;
        this.tokens = tokens;
    }

    /** A request with only what the operation needs: a token, a path, and a body. */
    Request plain(Operation operation, RandomSource random) {
        // A planner, who needs dry_run for most operations, has no token here.
        var roles = operation.roles().stream().filter(tokens::containsKey).toList();
        var role = roles.isEmpty() ? "viewer" : random.pick(roles);
        var request = new Request(operation.method(), path(operation, random), List.of(), List.of(), "")
                .withHeader("Authorization", "Bearer " + tokens.get(role));
        return operation.bodies().isEmpty() ? request : withBody(operation, request, random);
    }

    /** A request with random optional parameters. */
    Request any(Operation operation, RandomSource random) {
        var request = plain(operation, random);
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("query") && random.onceIn(3)) {
                request = request.plusQuery(parameter.name() + "=" + encoded(value(parameter, random)));
            }
            if (parameter.in().equals("header") && random.onceIn(4)) {
                request = request.withHeader(parameter.name(), header(parameter, random));
            }
        }
        return request;
    }

    /** The path of the operation with values for its variables. */
    String path(Operation operation, RandomSource random) {
        var path = operation.path();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                var value = value(parameter, random);
                path = path.replace("{" + parameter.name() + "}", value.isEmpty() ? "x" : encoded(value));
            }
        }
        return path;
    }

    /** A value of a parameter, not percent-encoded. */
    String value(Parameter parameter, RandomSource random) {
        var ids = List.copyOf(known.ids());
        if (KnownValues.namesAModel(parameter.name()) && !ids.isEmpty()) {
            return String.valueOf(random.pick(ids));
        }
        return values.any(parameter.schema(), parameter.name(), random).asText();
    }

    Map<String, String> tokens() {
        return tokens;
    }

    private Request withBody(Operation operation, Request request, RandomSource random) {
        var type = random.pick(List.copyOf(operation.bodies().keySet()));
        return request.withHeader("Content-Type", type)
                .withBody(Request.bytes(body(operation, type, random).toString()));
    }

    /** A body in one of the operation's media types. */
    JsonNode body(Operation operation, String type, RandomSource random) {
        var media = operation.bodies().get(type);
        if (media == null) {
            throw new IllegalArgumentException(operation + " has no body of type " + type);
        }
        return samples.body(media, random);
    }

    private static String header(Parameter parameter, RandomSource random) {
        return switch (parameter.name()) {
            case "Prefer" -> SHORT_WAIT;
            case "If-Match" -> random.pick(List.of("*", "\"1\"", "\"999999\"", "\"1\", \"2\"", "W/\"1\""));
            case "If-None-Match" -> random.pick(List.of("*", "\"1\"", "\"999999\"", "\"1\", W/\"2\""));
            default -> parameter.example().asText();
        };
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
