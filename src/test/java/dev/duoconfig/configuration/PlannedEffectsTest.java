package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan is what happens: its writes, made one after another, are refused as the plan is, and have the effects that it lists. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PlannedEffectsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PLANS = 12;

    @Test
    void theAuditRecordsWhatThePlanLists() {
        Api.entitled();
        var made = IntStream.range(0, PLANS).filter(this::isMade).count();

        assertThat(made).as("plans whose writes were all made").isBetween(PLANS / 4L, PLANS - 1L);
    }

    /** Whether the random plan was valid. */
    private boolean isMade(int seed) {
        Documents.apply(new RandomDocuments(seed).next().toString());
        var request = new RandomPlans(seed, stored()).next();
        var before = effective();
        var revision = Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));

        var plan = Api.as("admin").body(request.toString()).post("/plan");
        var refused = make(request);

        if (plan.statusCode() == 200) {
            assertThat(refused).as("seed %d: %s", seed, request).isEmpty();
            assertThat(new TreeSet<>(effects(json(plan.asString()).path("effective_changes"))
                            .keySet()))
                    .as("seed %d: %s", seed, request)
                    .isEqualTo(differing(before, effective()));
            assertThat(unchangedLeftOut(recordedSince(revision)))
                    .as("seed %d: %s", seed, request)
                    .isEqualTo(unchangedLeftOut(effects(json(plan.asString()).path("effective_changes"))));
            return true;
        }
        assertThat(refused)
                .as("seed %d: %s for %s", seed, plan.asString(), request)
                .isNotEmpty();
        if (plan.statusCode() == 409) {
            assertThat(refused.get(0)).startsWith("409 ");
        } else {
            assertThat(errors(plan)).as("seed %d: %s", seed, request).contains(refused.toArray(String[]::new));
        }
        return false;
    }

    /** Makes the writes of a plan, and returns the errors of the first one that is refused as those of the plan. */
    private static List<String> make(JsonNode plan) {
        var ids = new LinkedHashMap<String, Long>();
        var refused = new ArrayList<String>();
        if (plan.has("gateway")) {
            send("PATCH", "/gateway", plan.path("gateway"), "/gateway", refused);
        }
        for (var index = 0; index < plan.path("models").size(); index++) {
            var model = (ObjectNode) plan.path("models").get(index).deepCopy();
            var id = model.remove("id");
            var response = send(
                    id == null ? "POST" : "PATCH",
                    id == null ? "/models" : "/models/" + id,
                    model,
                    "/models/" + index,
                    refused);
            if (response != null) {
                ids.put(response.path("name").asText(), response.path("id").asLong());
            }
        }
        if (plan.has("features") && refused.isEmpty()) {
            var choices = plan.path("features").deepCopy();
            choices.forEach(choice -> {
                if (choice.has("model")) {
                    var id = ids.get(((ObjectNode) choice).remove("model").asText());
                    ((ObjectNode) choice).put("model_id", id);
                }
            });
            send("PATCH", "/features", choices, "/features", refused);
        }
        for (var index = 0; index < plan.path("delete_models").size(); index++) {
            var deletion = plan.path("delete_models").get(index);
            var options = deletion.has("reassign_to")
                    ? "?reassign_to=" + deletion.path("reassign_to")
                    : "?unassign=" + deletion.path("unassign").asBoolean();
            send("DELETE", "/models/" + deletion.path("id") + options, null, "/delete_models/" + index, refused);
        }
        return refused;
    }

    private static @Nullable JsonNode send(
            String method, String path, @Nullable JsonNode body, String pointer, List<String> refused) {
        if (!refused.isEmpty()) {
            return null;
        }
        var request = Api.as("admin");
        var response = (body == null ? request : request.body(body.toString())).request(method, path);
        if (response.statusCode() == 422) {
            errors(response).forEach(error -> refused.add(pointer + error));
        } else if (response.statusCode() >= 400) {
            refused.add(response.statusCode() + " " + response.asString());
        }
        return response.statusCode() == 204 ? null : json(response.asString());
    }

    /** The errors without the properties, because a plan can name a model where a write has its id. */
    private static List<String> errors(Response response) {
        var errors = new ArrayList<String>();
        json(response.asString())
                .path("errors")
                .forEach(error -> errors.add(error.path("pointer").asText().replaceFirst("/model_id$", "/model") + " "
                        + error.path("code").asText()));
        return errors;
    }

    /** The outcomes before the first and after the last of the events since a revision. */
    private static Map<String, List<JsonNode>> recordedSince(long revision) {
        var recorded = new TreeMap<String, List<JsonNode>>();
        var events = json(Api.as("admin").get("/audit-events?per_page=100").asString());
        for (var index = events.size() - 1; index >= 0; index--) {
            var event = events.get(index);
            if (event.path("revision").asLong() > revision) {
                effects(event.path("effective_changes"))
                        .forEach((feature, outcomes) ->
                                recorded.merge(feature, outcomes, (first, last) -> List.of(first.get(0), last.get(1))));
            }
        }
        return recorded;
    }

    private static Map<String, List<JsonNode>> effects(JsonNode changes) {
        var effects = new TreeMap<String, List<JsonNode>>();
        changes.forEach(change ->
                effects.put(change.path("feature").asText(), List.of(change.path("before"), change.path("after"))));
        return effects;
    }

    /** Without outcomes that look the same, which the events can have because of a change that was taken back. */
    private static Map<String, List<JsonNode>> unchangedLeftOut(Map<String, List<JsonNode>> effects) {
        var changed = new TreeMap<>(effects);
        changed.values().removeIf(outcomes -> outcomes.get(0).equals(outcomes.get(1)));
        return changed;
    }

    private static Set<String> differing(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        var differing = new TreeSet<String>();
        after.forEach((feature, outcome) -> {
            if (!outcome.equals(before.get(feature))) {
                differing.add(feature);
            }
        });
        return differing;
    }

    /** The effective model of each feature, without warnings, which do not count. */
    private static Map<String, JsonNode> effective() {
        var effective = new TreeMap<String, JsonNode>();
        json(Api.as("viewer").get("/features?include_unavailable=true").asString())
                .forEach(feature -> effective.put(
                        feature.path("feature").asText(),
                        ((ObjectNode) feature.path("effective")).without(List.of("revision", "warnings"))));
        return effective;
    }

    private static JsonNode stored() {
        return json(Api.as("viewer").get("/models?per_page=100").asString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
