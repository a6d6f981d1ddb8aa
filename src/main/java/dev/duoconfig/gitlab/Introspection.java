package dev.duoconfig.gitlab;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import static java.util.stream.Collectors.joining;

/** The query that finds what a GitLab's API offers, and its response. */
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
    static final String QUERY = "query { "
            + selections(
                    OBJECTS,
                    "fields(includeDeprecated: true) { name type { fields { name } ofType { fields { name } } } }")
            + selections(INPUTS, "inputFields(includeDeprecated: true) { name defaultValue type { kind } }")
            + selections(ENUMERATIONS, "enumValues(includeDeprecated: true) { name }") + "}";

    private Introspection() {}

    /** The interface in the data of a response; the oldest one if the response does not describe a model. */
    static GitLabInterface read(JsonNode data) {
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

    private static Set<String> fields(JsonNode fields) {
        var names = new HashSet<String>();
        for (var field : fields) {
            var name = field.path("name").asText();
            var type = field.path("type");
            names.add(name);
            type.path("fields").forEach(inner -> names.add(path(name, inner)));
            type.path("ofType").path("fields").forEach(inner -> names.add(path(name, inner)));
        }
        return Set.copyOf(names);
    }

    private static String path(String name, JsonNode inner) {
        return name + "." + inner.path("name").asText();
    }

    private static Map<String, Boolean> inputFields(JsonNode fields) {
        var required = new HashMap<String, Boolean>();
        fields.forEach(field -> required.put(
                field.path("name").asText(),
                field.path("type").path("kind").asText().equals("NON_NULL") && !field.hasNonNull("defaultValue")));
        return Map.copyOf(required);
    }

    private static Set<String> values(JsonNode values) {
        var names = new HashSet<String>();
        values.forEach(value -> names.add(value.path("name").asText().toUpperCase(Locale.ROOT)));
        return Set.copyOf(names);
    }

    private static String selections(List<String> types, String selection) {
        return types.stream()
                .map(type -> type + ": __type(name: \"" + type + "\") { " + selection + " } ")
                .collect(joining());
    }
}
