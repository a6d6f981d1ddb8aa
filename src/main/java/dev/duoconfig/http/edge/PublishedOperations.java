package dev.duoconfig.http.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The paths and operations of the published contract, for problems, headers, and metrics. Tests compare the contract with
 * the code. They are read from an extract of the contract, because reading all of it would be a tenth of a start.
 */
@Singleton
class PublishedOperations {

    /** The operations of openapi.yaml, with what this class reads of them. */
    static final String EXTRACT = "META-INF/operations.json";

    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final String root;
    private final List<Entry> entries;

    @Inject
    PublishedOperations(@ConfigProperty(name = "quarkus.http.root-path") String root, ObjectMapper json) {
        this(root, read(json));
    }

    /** The operations of another contract. */
    PublishedOperations(String root, JsonNode contract) {
        this.root = FrameworkPaths.withoutSlash(root);
        this.entries = contract.path("paths").properties().stream()
                .map(path -> entry(path.getKey(), path.getValue()))
                .sorted(Comparator.comparing(Entry::templated))
                .toList();
    }

    private static JsonNode read(ObjectMapper json) {
        try (var extract = PublishedOperations.class.getResourceAsStream("/" + EXTRACT)) {
            return json.readTree(Objects.requireNonNull(extract));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path templates, with and without the root path. */
    Set<String> templates() {
        return entries.stream()
                .flatMap(entry -> Stream.of(entry.template, root + entry.template))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The methods of a path, in the form of the header {@code Allow}; empty if the contract has no such path. */
    String methods(String path) {
        return find(path).map(Entry::allow).orElse("");
    }

    /** The roles that can call an operation; empty if there is no such operation. */
    List<String> roles(String method, String path) {
        return find(path)
                .map(entry -> entry.roles.getOrDefault(ofContract(method), List.of()))
                .orElse(List.of());
    }

    /** Whether the contract has the operation and demands no token for it. */
    boolean isOpen(String method, String path) {
        return find(path)
                .map(entry -> entry.roles.get(ofContract(method)))
                .filter(List::isEmpty)
                .isPresent();
    }

    /** Whether an operation has a parameter for the header; the name is compared without case. */
    boolean hasHeader(String method, String path, String name) {
        return find(path)
                .map(entry -> entry.headers.getOrDefault(ofContract(method), Set.of()))
                .orElse(Set.of())
                .contains(name.toLowerCase(Locale.ROOT));
    }

    private static String ofContract(String method) {
        return method.equals("HEAD") ? "GET" : method;
    }

    /** The template of a path, with parameter names in braces; empty if the contract has no such path. */
    Optional<String> template(String path) {
        return find(path).map(Entry::template);
    }

    /** The deprecated operations. The keys are method and path template, separated by a space. */
    Map<String, Deprecation> deprecations() {
        var deprecations = new TreeMap<String, Deprecation>();
        entries.forEach(entry -> entry.deprecations.forEach(
                (method, deprecation) -> deprecations.put(method + " " + entry.template, deprecation)));
        return deprecations;
    }

    private Optional<Entry> find(String path) {
        var relative = path.startsWith(root) ? path.substring(root.length()) : path;
        return entries.stream()
                .filter(entry -> entry.pattern.matcher(relative).matches())
                .findFirst();
    }

    private static Entry entry(String template, JsonNode operations) {
        var roles = new TreeMap<String, List<String>>();
        var headers = new TreeMap<String, Set<String>>();
        var deprecations = new TreeMap<String, Deprecation>();
        for (var method : METHODS) {
            if (operations.has(method)) {
                var name = method.toUpperCase(Locale.ROOT);
                roles.put(name, roles(operations.get(method)));
                headers.put(name, headers(operations.get(method)));
                Deprecation.of(operations.get(method)).ifPresent(found -> deprecations.put(name, found));
            }
        }
        var pattern = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+") + "/?");
        return new Entry(template, pattern, roles, headers, deprecations);
    }

    private static List<String> roles(JsonNode operation) {
        var roles = new ArrayList<String>();
        for (var scheme : operation.path("security")) {
            scheme.path("bearer").forEach(role -> roles.add(role.asText()));
        }
        return roles;
    }

    /** The names of an operation's header parameters in lower case. */
    private static Set<String> headers(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("header"))
                .map(parameter -> parameter.path("name").asText().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private record Entry(
            String template,
            Pattern pattern,
            Map<String, List<String>> roles,
            Map<String, Set<String>> headers,
            Map<String, Deprecation> deprecations) {

        boolean templated() {
            return template.contains("{");
        }

        String allow() {
            var methods = new TreeSet<>(roles.keySet());
            methods.add("OPTIONS");
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }
    }
}
