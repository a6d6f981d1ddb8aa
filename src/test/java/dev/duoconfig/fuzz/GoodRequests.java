package dev.duoconfig.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.contract.Operation.Parameter;

/** Requests that an operation is there for; whether it grants them depends on what is stored. */
final class GoodRequests {

    /** Longer, and the test would wait for what nobody changes. */
    private static final String SHORT_WAIT = "wait=1";

    private final SchemaValues values;
    private final SampleBodies samples;
    private final KnownValues words;
    private final Map<String, String> tokens;

    /** @param tokens by role */
    GoodRequests(SchemaValues values, SampleBodies samples, KnownValues words, Map<String, String> tokens) {
        this.values = values;
        this.samples = samples;
        this.words = words;
        this.tokens = tokens;
    }

    /** Only what the operation needs: a role, a path, a body. */
    Request plain(Operation operation, RandomSource dice) {
        var role = dice.pick(List.copyOf(operation.roles()));
        var request = new Request(operation.method(), path(operation, dice), List.of(), List.of(), "")
                .withHeader("Authorization", "Bearer " + tokens.get(role));
        return operation.bodies().isEmpty() ? request : withBody(operation, request, dice);
    }

    /** With parameters, as they come. */
    Request any(Operation operation, RandomSource dice) {
        var request = plain(operation, dice);
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("query") && dice.onceIn(3)) {
                request = request.plusQuery(parameter.name() + "=" + encoded(value(parameter, dice)));
            }
            if (parameter.in().equals("header") && dice.onceIn(4)) {
                request = request.withHeader(parameter.name(), header(parameter, dice));
            }
        }
        return request;
    }

    /** The operation's path with its variables filled in. */
    String path(Operation operation, RandomSource dice) {
        var path = operation.path();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                var value = value(parameter, dice);
                path = path.replace("{" + parameter.name() + "}", value.isEmpty() ? "x" : encoded(value));
            }
        }
        return path;
    }

    /** The value of a parameter, not encoded. */
    String value(Parameter parameter, RandomSource dice) {
        var ids = List.copyOf(words.ids());
        if (KnownValues.namesAModel(parameter.name()) && !ids.isEmpty()) {
            return String.valueOf(dice.pick(ids));
        }
        return values.any(parameter.schema(), parameter.name(), dice).asText();
    }

    Map<String, String> tokens() {
        return tokens;
    }

    private Request withBody(Operation operation, Request request, RandomSource dice) {
        var type = dice.pick(List.copyOf(operation.bodies().keySet()));
        return request.withHeader("Content-Type", type)
                .withBody(Request.bytes(body(operation, type, dice).toString()));
    }

    /** A body in one of the operation's media types. */
    JsonNode body(Operation operation, String type, RandomSource dice) {
        var media = operation.bodies().get(type);
        if (media == null) {
            throw new IllegalArgumentException(operation + " takes no " + type);
        }
        return samples.body(media, dice);
    }

    private static String header(Parameter parameter, RandomSource dice) {
        return switch (parameter.name()) {
            case "Prefer" -> SHORT_WAIT;
            case "If-Match" -> dice.pick(List.of("*", "\"1\"", "\"999999\"", "\"1\", \"2\"", "W/\"1\""));
            case "If-None-Match" -> dice.pick(List.of("*", "\"1\"", "\"999999\"", "\"1\", W/\"2\""));
            default -> parameter.example().asText();
        };
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
