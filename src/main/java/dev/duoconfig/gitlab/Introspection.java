package dev.duoconfig.gitlab;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * The query that finds what a GitLab's API offers, and its response. Names of it are shown, so those that are not names in GraphQL,
 * are too long, or carry the token are left out.
 */
final class Introspection {

    private static final List<String> OBJECTS =
            List.of(GitLabInterface.MODEL, GitLabInterface.FEATURE_SETTING, GitLabInterface.GATEWAY);
    private static final List<String> INPUTS = List.of(
            GitLabInterface.CREATE_MODEL,
            GitLabInterface.UPDATE_MODEL,
            GitLabInterface.UPDATE_FEATURES,
            GitLabInterface.UPDATE_GATEWAY);
    private static final List<String> ENUMERATIONS = List.of(
            GitLabInterface.FAMILIES, GitLabInterface.FEATURES, GitLabInterface.PROVIDERS, GitLabInterface.PLATFORMS);

    /** Names each type by an alias. Deprecated fields and values can still be used. */
    static final String SELECTIONS = selections(
                    OBJECTS,
                    "fields(includeDeprecated: true) { name type { fields { name } ofType { fields { name } } } }")
            + selections(INPUTS, "inputFields(includeDeprecated: true) { name defaultValue type { kind } }")
            + selections(ENUMERATIONS, "enumValues(includeDeprecated: true) { name }");

    private static final Pattern NAME = Pattern.compile("[_A-Za-z][_0-9A-Za-z]{0,99}");

    /** Many times as many as GitLab has. */
    private static final int MAX_NAMES = 5000;

    private final GitLabClient gitlab;
    private int names;

    /** An introspection for one response of the GitLab. */
    Introspection(GitLabClient gitlab) {
        this.gitlab = gitlab;
    }

    /**
     * The interface in the data of a response; the oldest one if the response does not describe a model.
     *
     * @throws GitLabException if it has too many names
     */
    GitLabInterface read(JsonNode data) {
        if (data.path(GitLabInterface.MODEL).path("fields").path(0).isMissingNode()) {
            return GitLabInterface.OLDEST;
        }
        var fields = new HashMap<String, Set<String>>();
        OBJECTS.forEach(type -> fields.put(type, fields(data.path(type).path("fields"))));
        var inputs = new HashMap<String, Map<String, Boolean>>();
        INPUTS.forEach(type -> inputs.put(type, inputFields(data.path(type).path("inputFields"))));
        var values = new HashMap<String, Set<String>>();
        ENUMERATIONS.forEach(type -> values.put(type, values(data.path(type).path("enumValues"))));
        return new GitLabInterface(Map.copyOf(fields), Map.copyOf(inputs), Map.copyOf(values));
    }

    private Set<String> fields(JsonNode fields) {
        var paths = new HashSet<String>();
        for (var field : fields) {
            name(field).ifPresent(name -> {
                var type = field.path("type");
                paths.add(name);
                paths.addAll(paths(name, type.path("fields")));
                paths.addAll(paths(name, type.path("ofType").path("fields")));
            });
        }
        return Set.copyOf(paths);
    }

    private List<String> paths(String name, JsonNode fields) {
        return named(fields)
                .map(inner -> name + "." + inner)
                .filter(path -> !gitlab.isSecret(path))
                .toList();
    }

    private Map<String, Boolean> inputFields(JsonNode fields) {
        var required = new HashMap<String, Boolean>();
        fields.forEach(field -> name(field)
                .ifPresent(name -> required.put(
                        name,
                        field.path("type").path("kind").asText().equals("NON_NULL")
                                && !field.hasNonNull("defaultValue"))));
        return Map.copyOf(required);
    }

    private Set<String> values(JsonNode values) {
        return named(values).map(name -> name.toUpperCase(Locale.ROOT)).collect(toUnmodifiableSet());
    }

    private Stream<String> named(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).map(this::name).flatMap(Optional::stream);
    }

    private Optional<String> name(JsonNode node) {
        names++;
        if (names > MAX_NAMES) {
            throw GitLabException.failed("GitLab's description of its API has more than " + MAX_NAMES + " names.");
        }
        var name = node.path("name").asText();
        return NAME.matcher(name).matches() && !gitlab.isSecret(name) ? Optional.of(name) : Optional.empty();
    }

    private static String selections(List<String> types, String selection) {
        return types.stream()
                .map(type -> type + ": __type(name: \"" + type + "\") { " + selection + " } ")
                .collect(joining());
    }
}
