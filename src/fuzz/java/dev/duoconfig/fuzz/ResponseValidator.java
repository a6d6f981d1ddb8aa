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
import java.util.TreeSet;
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

/** Validates a response against the contract and against the response that the request deserves. */
final class ResponseValidator {

    private static final int MAX_LINE_LENGTH = 4096;

    /** Errors of this operation point into the document made from GitLab's responses, not into the request. */
    private static final String GITLAB_IMPORT = "/configuration/imports/gitlab";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Contract contract;
    private final Collection<String> tokens;

    /** @param tokens the tokens that no response may contain */
    ResponseValidator(Contract contract, Collection<String> tokens) {
        this.contract = contract;
        this.tokens = tokens;
    }

    /** The violations of a response; empty when it is correct. */
    List<String> violations(FuzzCase fuzzCase, RawResponse response) {
        var request = fuzzCase.request();
        var violations = new ArrayList<String>();
        var operation = operation(request);
        violations.addAll(secrets(operation, response));
        if (response.status() >= 500 && !mayFail(operation, request, response.status())) {
            violations.add("The status %d is an unexpected server error".formatted(response.status()));
        }
        if (((fuzzCase.expected().invalidHttp() || hasLongLine(request)) && isRejectedByFramework(response))
                || request.path().startsWith("/q/")) {
            return violations;
        }
        violations.addAll(exchange(request, response).violations(contract));
        if (!fuzzCase.expected().statuses().isEmpty()
                && !fuzzCase.expected().statuses().contains(response.status())) {
            violations.add("The status %d is not one of the expected %s"
                    .formatted(
                            response.status(), new TreeSet<>(fuzzCase.expected().statuses())));
        }
        if (response.status() < 400) {
            if (fuzzCase.expected().refused()) {
                violations.add("The service accepted a request that it should have refused");
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

    /** Whether the request line is longer than the 4 KiB that the service reads. */
    private static boolean hasLongLine(Request request) {
        return (request.method() + " " + request.target() + " HTTP/1.1").length() > MAX_LINE_LENGTH;
    }

    /** Whether the framework rejected the request as invalid HTTP, with a status and no body. */
    private static boolean isRejectedByFramework(RawResponse response) {
        return List.of(400, 414, 431, 501, 505).contains(response.status())
                && response.body().isEmpty();
    }

    /** Whether a 5xx is allowed: for a request that waits for a future revision or calls a server that the caller names. */
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

    /** The secrets in a response. Only a response that is declared to hold an API key may contain one. */
    private List<String> secrets(Optional<Operation> operation, RawResponse response) {
        var text = response.headers() + response.body();
        var violations = new ArrayList<String>();
        if (text.contains(KnownValues.CANARY)
                && !(response.status() == 200
                        && operation.filter(this::returnsApiKeys).isPresent())) {
            violations.add("The response contains a secret that was sent to the service");
        }
        if (tokens.stream().anyMatch(token -> text.contains(token.substring(token.lastIndexOf('.') + 1)))) {
            violations.add("The response contains a token");
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

    /** The violations of an accepted request: its body must match its schema. */
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
                    .map(fault -> "The service accepted an invalid request: body" + fault)
                    .toList();
        } catch (IOException e) {
            return List.of("The service accepted a body that is not JSON: " + e.getMessage());
        } catch (RuntimeException e) {
            return List.of("The service accepted a body that cannot be validated: " + e.getMessage());
        }
    }

    /** The violations of a problem: its errors must name the field or parameter that is wrong. */
    private List<String> problemViolations(FuzzCase fuzzCase, RawResponse response) {
        var violations = new ArrayList<String>();
        var problem = read(response.body());
        var pointers = new ArrayList<String>();
        problem.path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        if (response.status() == 422) {
            if (pointers.isEmpty()) {
                violations.add("A 422 must name a field in errors[].pointer");
            }
            var body = read(Request.text(fuzzCase.request().body()));
            pointers.stream()
                    .filter(pointer -> !pointsIntoRequest(body, fuzzCase.request(), pointer))
                    .forEach(pointer -> violations.add("An error points outside the request, to " + pointer));
            if (violations.isEmpty()
                    && !fuzzCase.expected().fault().isEmpty()
                    && hasInvalidBody(fuzzCase)
                    && !names(pointers, fuzzCase)) {
                violations.add("The errors should point to %s, but they point to %s"
                        .formatted(fuzzCase.expected().fault(), pointers));
            }
        }
        if (problem.path("code").asText().matches("(unknown|invalid)-parameter") && pointers.isEmpty()) {
            violations.add("A problem about a parameter must name it in errors[].pointer");
        }
        return violations;
    }

    /** Whether the body violates its schema. Only then must the errors name the mutated field. */
    private boolean hasInvalidBody(FuzzCase fuzzCase) {
        return !bodyViolations(operation(fuzzCase.request()), fuzzCase.request())
                .isEmpty();
    }

    private static boolean names(List<String> pointers, FuzzCase fuzzCase) {
        return fuzzCase.expected().fault().stream()
                .anyMatch(fault -> pointers.stream().anyMatch(at -> names(at, fault) || isUnknownReference(at, fault)));
    }

    /** Whether an error reports an unknown feature, provider, or model. It hides all other errors of the same object. */
    private static boolean isUnknownReference(String pointer, String fault) {
        return Stream.of("/feature", "/provider", "/id")
                .anyMatch(name -> pointer.endsWith(name)
                        && fault.startsWith(pointer.substring(0, pointer.length() - name.length() + 1)));
    }

    /** Whether a pointer names the fault: the field itself, a field below it, or the object or list that contains it. */
    static boolean names(String pointer, String fault) {
        return pointer.equals(fault)
                || pointer.startsWith(fault + "/")
                || (!pointer.isEmpty() && pointer.equals(fault.substring(0, fault.lastIndexOf('/'))));
    }

    /** Whether a pointer names a field of the body, a field missing from it, or a query parameter. */
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
