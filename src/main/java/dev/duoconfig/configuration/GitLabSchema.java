package dev.duoconfig.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a GitLab's GraphQL API has beyond those of GitLab 18.2, found by introspection: the interface differs between
 * releases, and between editions of the same release.
 *
 * @param fields the names of the fields of each type that was asked for, with the names of the fields of their types
 */
record GitLabSchema(Map<String, Map<String, Set<String>>> fields) {

    /** The interface of GitLab 18.2. Every GitLab that can be imported has at least this. */
    static final GitLabSchema OLDEST = new GitLabSchema(Map.of());

    /** Asks for the types whose fields differ. */
    static final String QUERY = "query { model: " + fieldsOf("AiSelfHostedModel") + " setting: "
            + fieldsOf("AiFeatureSetting") + " gateway: " + fieldsOf("DuoSettings") + " }";

    /** Fields of a setting that hold, or whose object holds, GitLab's name of one of its own models. */
    private static final String MODEL_NAME = "offeredModelRef";

    private static final Set<String> MODEL_OBJECTS = Set.of("gitlabModel", "offeredModel");
    private static final String REFERENCE = "ref";

    /** The schema in the data of a response; the oldest one if the response has none. */
    static GitLabSchema of(JsonNode data) {
        var fields = new HashMap<String, Map<String, Set<String>>>();
        data.properties().forEach(type -> {
            var names = new HashMap<String, Set<String>>();
            type.getValue()
                    .path("fields")
                    .forEach(field -> names.put(field.path("name").asText(), inner(field)));
            fields.put(type.getKey(), Map.copyOf(names));
        });
        return new GitLabSchema(Map.copyOf(fields));
    }

    /** The optional ones among these fields of a model, to be put into a query. */
    String model(String... optional) {
        return offered("model", optional);
    }

    /** The optional ones among these settings, to be put into a query. */
    String gateway(String... optional) {
        return offered("gateway", optional);
    }

    /** The selection of the name of GitLab's own model in a setting; empty if the setting does not show it. */
    String vendoredModel() {
        var setting = fields.getOrDefault("setting", Map.of());
        if (setting.containsKey(MODEL_NAME)) {
            return " " + MODEL_NAME;
        }
        var object = modelObject(setting);
        return object == null ? "" : " " + object + " { " + REFERENCE + " }";
    }

    /** The node that holds the name of GitLab's own model, and the property in it. */
    VendoredModel vendoredModelIn(JsonNode setting) {
        var object = modelObject(fields.getOrDefault("setting", Map.of()));
        return setting.has(MODEL_NAME) || object == null
                ? new VendoredModel(setting, MODEL_NAME)
                : new VendoredModel(setting.path(object), REFERENCE);
    }

    /** The place of the name of GitLab's own model. */
    record VendoredModel(JsonNode node, String property) {}

    private String offered(String type, String... optional) {
        var known = fields.getOrDefault(type, Map.of());
        var selection = new StringBuilder();
        for (var field : optional) {
            if (known.containsKey(field)) {
                selection.append(' ').append(field);
            }
        }
        return selection.toString();
    }

    private static @Nullable String modelObject(Map<String, Set<String>> setting) {
        return MODEL_OBJECTS.stream()
                .filter(name -> setting.getOrDefault(name, Set.of()).contains(REFERENCE))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static Set<String> inner(JsonNode field) {
        var names = new TreeSet<String>();
        field.path("type")
                .path("fields")
                .forEach(inner -> names.add(inner.path("name").asText()));
        field.path("type")
                .path("ofType")
                .path("fields")
                .forEach(inner -> names.add(inner.path("name").asText()));
        return names;
    }

    private static String fieldsOf(String type) {
        return "__type(name: \"" + type + "\") { fields { name type { fields { name } ofType { fields { name } } } } }";
    }
}
