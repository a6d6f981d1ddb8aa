package dev.duoconfig.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.contract.Operation.Header;
import dev.duoconfig.contract.Operation.Response;

/**
 * A request and its response, as far as the contract covers them.
 *
 * @param method the method in uppercase
 * @param path the requested path, percent-encoded and without the query
 * @param headers the headers of the response, by name in lowercase
 * @param body the body of the response; empty if there is none
 */
public record Exchange(String method, String path, int status, Map<String, String> headers, String body) {

    /** Whether the path is the framework's own, such as health, metrics, and the published contract. */
    boolean isFrameworkPath() {
        return path.startsWith("/q/");
    }

    /** The violations of the contract by the response; empty if it complies. */
    public List<String> violations(Contract contract) {
        var operation = contract.operation(method.equals("HEAD") ? "GET" : method, path);
        var name = operation.map(Operation::id).orElse("a request without an operation");
        if (isRedirectToTheConsole()) {
            return List.of();
        }
        var response = operation.isPresent()
                ? Optional.ofNullable(operation.get().responses().get(status)).or(() -> rejected(contract))
                : contract.unrouted(status);
        return response.map(declared -> violations(contract, declared))
                .orElseGet(() -> List.of("The status %d is not declared for %s".formatted(status, name)));
    }

    /** Whether a browser is sent from the root to the console, which is a page and no operation. */
    private boolean isRedirectToTheConsole() {
        return path.equals("/")
                && status == 302
                && headers.getOrDefault("location", "").endsWith("console/");
    }

    /** The response to a request that is rejected before its operation is known. */
    private Optional<Response> rejected(Contract contract) {
        return status == 414 || status == 431 ? contract.unrouted(status) : Optional.empty();
    }

    private List<String> violations(Contract contract, Response response) {
        var violations = new ArrayList<String>();
        if (status == 500) {
            violations.add("The service failed unexpectedly, which the contract describes and no request may cause");
        }
        response.headers().forEach((name, header) -> violations.addAll(violations(contract, name, header)));
        if (!method.equals("HEAD")) {
            violations.addAll(bodyViolations(contract, response));
        }
        return violations;
    }

    private List<String> violations(Contract contract, String name, Header header) {
        var value = headers.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            return header.required() ? List.of("The header " + name + " is missing") : List.of();
        }
        var number = header.schema().path("type").asText().equals("integer") && value.matches("-?(0|[1-9]\\d*)");
        var json = number ? value : TextNode.valueOf(value).toString();
        return contract.violations(header.schema(), json).stream()
                .map(violation -> "The header " + name + violation)
                .toList();
    }

    /** The body as JSON, which is what schemas describe. */
    private String json(String contentType) {
        if (!contentType.startsWith("application/yaml")) {
            return body;
        }
        try {
            return new YAMLMapper().readTree(body).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError("The body is not YAML: " + body, e);
        }
    }

    private List<String> bodyViolations(Contract contract, Response response) {
        if (response.bodies().isEmpty()) {
            return body.isEmpty() ? List.of() : List.of("The response has a body, but none is declared");
        }
        var contentType = headers.getOrDefault("content-type", "");
        return Operation.bodyOf(response.bodies(), contentType)
                .map(declared -> contract.violations(declared.schema(), json(contentType)).stream()
                        .map(violation -> "The body" + violation)
                        .toList())
                .orElseGet(() -> List.of("The content type '%s' is not one of the declared %s"
                        .formatted(contentType, response.bodies().keySet())));
    }
}
