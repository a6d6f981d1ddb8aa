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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The paths and operations of the published contract, for problems, headers, and metrics. Tests compare the contract with
 * the code. It is read while the service starts, because that takes long and an event loop may need it first.
 */
@Singleton
@Startup
class PublishedOperations {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final String root;
    private final CompletableFuture<List<Entry>> entries;

    @Inject
    PublishedOperations(@ConfigProperty(name = "quarkus.http.root-path") String root, ExecutorService background) {
        this(root, CompletableFuture.supplyAsync(PublishedOperations::read, background));
    }

    private PublishedOperations(String root, CompletableFuture<List<Entry>> entries) {
        this.root = root.replaceAll("/+$", "");
        this.entries = entries;
    }

    /** The operations of another contract. */
    static PublishedOperations of(String root, JsonNode contract) {
        return new PublishedOperations(root, CompletableFuture.completedFuture(entries(contract)));
    }

    private static List<Entry> read() {
        try (var contract = PublishedOperations.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return entries(new YAMLMapper().readTree(Objects.requireNonNull(contract)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> entries(JsonNode contract) {
        return contract.path("paths").properties().stream()
                .map(path -> entry(path.getKey(), path.getValue(), contract))
                .sorted(Comparator.comparing(Entry::templated))
                .toList();
    }

    /** The path templates, with and without the root path. */
    Set<String> templates() {
        return entries.join().stream()
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
        entries.join()
                .forEach(entry -> entry.deprecations.forEach(
                        (method, deprecation) -> deprecations.put(method + " " + entry.template, deprecation)));
        return deprecations;
    }

    private Optional<Entry> find(String path) {
        var relative = path.startsWith(root) ? path.substring(root.length()) : path;
        return entries.join().stream()
                .filter(entry -> entry.pattern.matcher(relative).matches())
                .findFirst();
    }

    private static Entry entry(String template, JsonNode operations, JsonNode contract) {
        var roles = new TreeMap<String, List<String>>();
        var headers = new TreeMap<String, Set<String>>();
        var deprecations = new TreeMap<String, Deprecation>();
        for (var method : METHODS) {
            if (operations.has(method)) {
                var name = method.toUpperCase(Locale.ROOT);
                roles.put(name, roles(operations.get(method)));
                headers.put(name, headers(operations.get(method), contract));
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
    private static Set<String> headers(JsonNode operation, JsonNode contract) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .map(parameter -> parameter.has("$ref")
                        ? contract.at(parameter.path("$ref").asText().substring(1))
                        : parameter)
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
