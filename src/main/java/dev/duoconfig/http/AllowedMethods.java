package dev.duoconfig.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which methods a path takes, for the header {@code Allow}: the published contract is asked, which tests hold to the code. */
@Singleton
class AllowedMethods {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final String root;
    private final List<Entry> entries;

    AllowedMethods(@ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.root = root.replaceAll("/+$", "");
        try (var contract = AllowedMethods.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            var paths =
                    new YAMLMapper().readTree(Objects.requireNonNull(contract)).path("paths");
            entries = paths.properties().stream()
                    .map(path -> entry(path.getKey(), path.getValue()))
                    .sorted(Comparator.comparing(Entry::templated))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The value of the header. */
    String at(String path) {
        var relative = path.startsWith(root) ? path.substring(root.length()) : path;
        return entries.stream()
                .filter(entry -> entry.pattern.matcher(relative).matches())
                .findFirst()
                .map(Entry::methods)
                .orElse("");
    }

    private static Entry entry(String template, JsonNode operations) {
        var methods = new TreeSet<String>();
        methods.add("OPTIONS");
        for (var method : METHODS) {
            if (operations.has(method)) {
                methods.add(method.toUpperCase(Locale.ROOT));
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        var pattern = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+") + "/?");
        return new Entry(pattern, template.contains("{"), String.join(", ", methods));
    }

    private record Entry(Pattern pattern, boolean templated, String methods) {}
}
