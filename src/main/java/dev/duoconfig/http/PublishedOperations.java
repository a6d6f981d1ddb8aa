package dev.duoconfig.http;

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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the published contract says of a path, for the words of refusals; tests hold the contract to the code. It is read while
 * the service starts, because that takes long and the first refusal may be the business of a thread that must not wait.
 */
@Singleton
@Startup
class PublishedOperations {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final String root;
    private final CompletableFuture<List<Entry>> entries;

    PublishedOperations(@ConfigProperty(name = "quarkus.http.root-path") String root, ExecutorService background) {
        this.root = root.replaceAll("/+$", "");
        this.entries = CompletableFuture.supplyAsync(PublishedOperations::read, background);
    }

    private static List<Entry> read() {
        try (var contract = PublishedOperations.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            var paths =
                    new YAMLMapper().readTree(Objects.requireNonNull(contract)).path("paths");
            return paths.properties().stream()
                    .map(path -> entry(path.getKey(), path.getValue()))
                    .sorted(Comparator.comparing(Entry::templated))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The paths, with the names of their parameters in braces, as they are and under the root path. */
    Set<String> templates() {
        return entries.stream()
                .flatMap(entry -> Stream.of(entry.template, root + entry.template))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The methods that a path takes, as the header {@code Allow} lists them. */
    String methods(String path) {
        return find(path).map(Entry::allow).orElse("");
    }

    /** The roles that may call an operation; none if there is no such operation. */
    List<String> roles(String method, String path) {
        return find(path)
                .map(entry -> entry.roles.getOrDefault(method.equals("HEAD") ? "GET" : method, List.of()))
                .orElse(List.of());
    }

    private Optional<Entry> find(String path) {
        var relative = path.startsWith(root) ? path.substring(root.length()) : path;
        return entries.join().stream()
                .filter(entry -> entry.pattern.matcher(relative).matches())
                .findFirst();
    }

    private static Entry entry(String template, JsonNode operations) {
        var roles = new TreeMap<String, List<String>>();
        for (var method : METHODS) {
            if (operations.has(method)) {
                roles.put(method.toUpperCase(Locale.ROOT), roles(operations.get(method)));
            }
        }
        var pattern = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+") + "/?");
        return new Entry(template, pattern, roles);
    }

    private static List<String> roles(JsonNode operation) {
        var roles = new ArrayList<String>();
        for (var scheme : operation.path("security")) {
            scheme.path("bearer").forEach(role -> roles.add(role.asText()));
        }
        return roles;
    }

    private record Entry(String template, Pattern pattern, Map<String, List<String>> roles) {

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
