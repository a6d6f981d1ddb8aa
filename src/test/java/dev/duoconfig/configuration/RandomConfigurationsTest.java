package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.configuration.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Applies random configurations: each plan equals its result, and each revision can be read and restored. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RandomConfigurationsTest {

    private static final int DOCUMENTS = 40;
    private static final long SEED = 20261125;

    private final Catalogue catalogue = Catalogue.load("19.4");

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void thePlanIsWhatHappens() {
        var documents = new RandomDocuments(SEED);
        for (var round = 0; round < DOCUMENTS; round++) {
            var document = documents.next();
            var wanted = normal(document, Documents.exported());
            var revision = Documents.revision();

            var plan = Documents.plan(document.toString());
            var untouched = Documents.revision();
            var before = effective();
            var applied = Documents.apply(document.toString());
            var after = effective();

            assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
            assertThat(untouched).isEqualTo(revision);
            assertThat(json(applied.asString())).as("round %d", round).isEqualTo(json(plan.asString()));
            assertThat(applied.header("Effective-Changes")).isEqualTo(plan.header("Effective-Changes"));
            assertThat(Documents.exported()).as("round %d", round).isEqualTo(wanted);
            assertThat(announced(json(plan.asString()))).isEqualTo(differences(before, after));
            assertThat(Documents.changesNothing(Documents.put(document.toString())))
                    .as("round %d", round)
                    .isTrue();
        }
        assertThat(Api.as("admin").get("/audit-events/verification").jsonPath().getBoolean("valid"))
                .isTrue();
    }

    @Test
    void everyRevisionCanBeReadAndRestored() {
        var documents = new RandomDocuments(SEED + 1);
        var states = new HashMap<Long, JsonNode>();
        for (var round = 0; round < DOCUMENTS / 2; round++) {
            Documents.apply(documents.next().toString());
            states.put(Documents.revision(), Documents.exported());
        }

        states.forEach((revision, state) ->
                assertThat(Documents.at(revision)).as("revision %d", revision).isEqualTo(state));
        var some = new ArrayList<>(states.keySet()).subList(0, 5);
        some.forEach(revision -> {
            var earlier = (ObjectNode) Documents.at(revision);
            Documents.apply(earlier.toString());

            assertThat(withoutKeys(Documents.exported())).isEqualTo(withoutKeys(earlier));
        });
    }

    /** The document as the service will export it. */
    private ObjectNode normal(ObjectNode document, JsonNode stored) {
        var normal = document.deepCopy();
        var gateway = (ObjectNode) normal.path("gateway");
        if (!gateway.has("url")) {
            gateway.putNull("url");
        }
        var models = new ArrayList<JsonNode>();
        normal.path("models").forEach(model -> models.add(normalModel((ObjectNode) model, stored)));
        models.sort((one, other) ->
                one.path("name").asText().compareTo(other.path("name").asText()));
        ((ArrayNode) normal.path("models")).removeAll().addAll(models);
        normal.path("features").forEach(choice -> {
            var feature = (ObjectNode) choice;
            if (feature.has("model")) {
                feature.put("provider", "self_hosted");
            } else {
                feature.putNull("model");
            }
        });
        return normal;
    }

    private static ObjectNode normalModel(ObjectNode model, JsonNode stored) {
        var name = model.path("name").asText();
        var hadKey = StreamSupport.stream(stored.path("models").spliterator(), false)
                .filter(present -> present.path("name").asText().equals(name))
                .anyMatch(present -> present.path("has_api_key").asBoolean());
        model.put("has_api_key", model.has("api_key") ? model.path("api_key").isTextual() : hadKey);
        model.remove("api_key");
        for (var optional : List.of("endpoint", "iam_role")) {
            if (!model.has(optional)) {
                model.putNull(optional);
            }
        }
        return model;
    }

    private static JsonNode withoutKeys(ObjectNode document) {
        var copy = document.deepCopy();
        copy.path("models").forEach(model -> ((ObjectNode) model).remove("has_api_key"));
        return copy;
    }

    /** The status and model name that callers receive for each feature. */
    private Map<String, String> effective() {
        var outcomes = new HashMap<String, String>();
        catalogue.features().forEach(feature -> {
            var response = json(Api.as("resolver")
                    .get("/features/" + feature.id() + "/effective-model")
                    .asString());
            outcomes.put(
                    feature.id(),
                    response.path("status").asText() + " "
                            + response.at("/model/name").asText());
        });
        return outcomes;
    }

    private static Map<String, String> announced(JsonNode plan) {
        var announced = new HashMap<String, String>();
        plan.path("effective_changes").forEach(change -> {
            var before = outcome(change.path("before"));
            var after = outcome(change.path("after"));
            if (!before.equals(after)) {
                announced.put(change.path("feature").asText(), before + " -> " + after);
            }
        });
        return announced;
    }

    private static String outcome(JsonNode outcome) {
        return outcome.path("status").asText() + " "
                + (outcome.path("model").isNull() ? "" : outcome.path("model").asText());
    }

    private static Map<String, String> differences(Map<String, String> before, Map<String, String> after) {
        var differences = new HashMap<String, String>();
        before.forEach((feature, outcome) -> {
            if (!outcome.equals(after.get(feature))) {
                differences.put(feature, outcome + " -> " + after.get(feature));
            }
        });
        return differences;
    }
}
