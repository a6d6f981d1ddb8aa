package dev.duoconfig.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Exchange;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.testkit.RawResponse;

/** Holds an answer against the contract and against what the request deserves. */
final class ResponseValidator {

    private static final int MAX_LINE_LENGTH = 4096;

    /** What is wrong there is in a document that GitLab's answers make. */
    private static final String GITLAB_IMPORT = "/configuration/imports/gitlab";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Contract contract;
    private final Collection<String> tokens;

    /** @param tokens that no answer may show */
    ResponseValidator(Contract contract, Collection<String> tokens) {
        this.contract = contract;
        this.tokens = tokens;
    }

    /** What is wrong with the answer; empty when it is right. */
    List<String> violations(FuzzCase fuzzCase, RawResponse response) {
        var request = fuzzCase.request();
        var violations = new ArrayList<String>();
        var operation = operation(request);
        violations.addAll(secrets(operation, response));
        if (response.status() >= 500 && !mayFail(operation, request, response.status())) {
            violations.add("The service failed");
        }
        if (((fuzzCase.expected().invalidHttp() || hasLongLine(request)) && isRejectedByFramework(response))
                || request.path().startsWith("/q/")) {
            return violations;
        }
        violations.addAll(exchange(request, response).violations(contract));
        if (!fuzzCase.expected().statuses().isEmpty()
                && !fuzzCase.expected().statuses().contains(response.status())) {
            violations.add("Expected was " + fuzzCase.expected().statuses());
        }
        if (response.status() < 400) {
            if (fuzzCase.expected().refused()) {
                violations.add("It should have been refused");
            }
            violations.addAll(bodyViolations(operation, request));
        } else {
            violations.addAll(problemViolations(fuzzCase, response));
        }
        return violations;
    }

    private Optional<Operation> operation(Request request) {
        return contract.operation(request.isHead() ? "GET" : request.method(), PathVariants.plain(request.path()));
    }

    private static Exchange exchange(Request request, RawResponse response) {
        var headers = new TreeMap<String, String>();
        response.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        var events = response.header("content-type").startsWith("text/event-stream");
        var body = events ? "\"an event\"" : response.body();
        return new Exchange(request.method(), PathVariants.plain(request.path()), response.status(), headers, body);
    }

    /** Over the 4 KiB that a request line may have. */
    private static boolean hasLongLine(Request request) {
        return (request.method() + " " + request.target() + " HTTP/1.1").length() > MAX_LINE_LENGTH;
    }

    /** The framework's way of saying that it understands nothing. */
    private static boolean isRejectedByFramework(RawResponse response) {
        return List.of(400, 414, 431, 501, 505).contains(response.status())
                && response.body().isEmpty();
    }

    /** Whether the request asks for what may fail: a revision that is yet to come, or a server that the caller names. */
    private static boolean mayFail(Optional<Operation> operation, Request request, int status) {
        return switch (status) {
            case 503 -> request.query().stream().anyMatch(parameter -> parameter.startsWith("min_revision="));
            case 502, 504 ->
                operation
                        .filter(declared -> declared.responses().containsKey(status))
                        .isPresent();
            default -> false;
        };
    }

    /** Secrets come out in one place, in an answer that is declared to hold them. */
    private List<String> secrets(Optional<Operation> operation, RawResponse response) {
        var shown = response.headers() + response.body();
        var violations = new ArrayList<String>();
        if (shown.contains(KnownValues.CANARY)
                && !(response.status() == 200
                        && operation.filter(this::returnsApiKeys).isPresent())) {
            violations.add("It shows a secret");
        }
        if (tokens.stream().anyMatch(token -> shown.contains(token.substring(token.lastIndexOf('.') + 1)))) {
            violations.add("It shows a token");
        }
        return violations;
    }

    private boolean returnsApiKeys(Operation operation) {
        return Optional.ofNullable(operation.responses().get(200)).stream()
                .flatMap(response -> response.bodies().values().stream())
                .anyMatch(media -> contract.resolve(media.schema())
                                .at("/properties/api_key/type")
                                .isArray()
                        && operation.roles().equals(Set.of("resolver")));
    }

    /** What was wrong with a request that was granted: its body must be what its schema says. */
    private List<String> bodyViolations(Optional<Operation> operation, Request request) {
        var type = request.header("Content-Type")
                .map(line -> line.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT));
        return operation
                .filter(declared -> !declared.bodies().isEmpty())
                .flatMap(declared -> type.filter(name -> name.endsWith("json"))
                        .flatMap(name -> Optional.ofNullable(declared.bodies().get(name))))
                .map(media -> schemaViolations(media.schema(), request))
                .orElse(List.of());
    }

    private List<String> schemaViolations(JsonNode schema, Request request) {
        try {
            var body = JSON.readTree(request.body().getBytes(StandardCharsets.ISO_8859_1));
            return contract.violations(schema, body.toString()).stream()
                    .map(fault -> "It took a body that is wrong" + fault)
                    .toList();
        } catch (IOException e) {
            return List.of("It took a body that is no JSON: " + e.getMessage());
        } catch (RuntimeException e) {
            return List.of("It took a body that no schema can be held against: " + e.getMessage());
        }
    }

    /** A refusal names what is at fault. */
    private List<String> problemViolations(FuzzCase fuzzCase, RawResponse response) {
        var violations = new ArrayList<String>();
        var problem = read(response.body());
        var pointers = new ArrayList<String>();
        problem.path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        if (response.status() == 422) {
            if (pointers.isEmpty()) {
                violations.add("It names no field");
            }
            var body = read(Request.text(fuzzCase.request().body()));
            pointers.stream()
                    .filter(pointer -> !pointsIntoRequest(body, fuzzCase.request(), pointer))
                    .forEach(pointer -> violations.add("It names what is not there: " + pointer));
            if (violations.isEmpty()
                    && !fuzzCase.expected().fault().isEmpty()
                    && hasInvalidBody(fuzzCase)
                    && !names(pointers, fuzzCase)) {
                violations.add("It does not name " + fuzzCase.expected().fault() + ", but " + pointers);
            }
        }
        if (problem.path("code").asText().matches("(unknown|invalid)-parameter") && pointers.isEmpty()) {
            violations.add("It names no parameter");
        }
        return violations;
    }

    /** Whether the body as sent breaks its schema, so that the place that was made wrong is the one to be named. */
    private boolean hasInvalidBody(FuzzCase fuzzCase) {
        return !bodyViolations(operation(fuzzCase.request()), fuzzCase.request())
                .isEmpty();
    }

    private static boolean names(List<String> pointers, FuzzCase fuzzCase) {
        return fuzzCase.expected().fault().stream()
                .anyMatch(fault -> pointers.stream().anyMatch(at -> names(at, fault) || isUnknownReference(at, fault)));
    }

    /** Nothing else is said of a choice of which feature or provider is wrong, or of a draft of a model that there is not. */
    private static boolean isUnknownReference(String pointer, String fault) {
        return Stream.of("/feature", "/provider", "/id")
                .anyMatch(name -> pointer.endsWith(name)
                        && fault.startsWith(pointer.substring(0, pointer.length() - name.length() + 1)));
    }

    /** The place itself, one below it, or what it is in, which cannot have it. */
    static boolean names(String pointer, String fault) {
        return pointer.equals(fault)
                || pointer.startsWith(fault + "/")
                || (!pointer.isEmpty() && pointer.equals(fault.substring(0, fault.lastIndexOf('/'))));
    }

    /** Into the body, or to something that is missing in what is there, or to a query parameter. */
    private static boolean pointsIntoRequest(JsonNode body, Request request, String pointer) {
        if (pointer.isEmpty() || PathVariants.plain(request.path()).endsWith(GITLAB_IMPORT)) {
            return true;
        }
        if (request.query().stream().anyMatch(parameter -> parameter.startsWith(pointer.substring(1) + "="))) {
            return true;
        }
        var place = JsonPointer.compile(pointer);
        return body.isMissingNode()
                || !body.at(place).isMissingNode()
                || !body.at(place.head()).isMissingNode();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
