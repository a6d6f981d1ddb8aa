package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Keeps the configuration usable during a run: a gateway that can be reached, and a limited number of models. */
final class ConfigurationKeeper {

    private static final int MAX_MODELS = 25;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FuzzRun run;
    private final KnownValues known;
    private final String admin;

    ConfigurationKeeper(FuzzRun run, KnownValues known, Map<String, String> tokens) {
        this.run = run;
        this.known = known;
        this.admin = Objects.requireNonNull(tokens.get("admin"));
    }

    void cleanUp(RequestSender sender) {
        send(sender, "PATCH", "/gateway", """
                {"url": "%s", "outbound_allowlist": ["127.0.0.0/8"], "beta_features_enabled": true}""".formatted(known.upstreamUrl()));
        var ids = ids(sender);
        while (ids.size() > MAX_MODELS) {
            send(sender, "DELETE", "/models/" + ids.remove(ids.size() / 2) + "?unassign=true", "");
        }
        for (int missing = ids.size(); missing < 3; missing++) {
            send(sender, "POST", "/models", """
                    {"name": "Upkeep %d", "family": "mixtral", "endpoint": "%s/v1", "identifier": "custom_openai/Mixtral",
                     "api_key": "%s"}""".formatted(run.count(), known.upstreamUrl(), KnownValues.CANARY));
        }
        known.replaceIds(ids(sender));
    }

    private List<Long> ids(RequestSender sender) {
        var ids = new ArrayList<Long>();
        send(sender, "GET", "/models?per_page=100&order_by=id", "")
                .forEach(model -> ids.add(model.path("id").asLong()));
        return ids;
    }

    private JsonNode send(RequestSender sender, String method, String target, String body) {
        var question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        var query = question < 0
                ? List.<String>of()
                : List.of(target.substring(question + 1).split("&", -1));
        var request = new Request(method, path, query, List.of("Authorization: Bearer " + admin), body);
        var response = run.send(
                new FuzzCase(
                        "maintain the configuration",
                        body.isEmpty() ? request : request.withHeader("Content-Type", "application/json"),
                        ExpectedResponse.DECLARED),
                sender);
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("%s %s did not return JSON: %s".formatted(method, target, response), e);
        }
    }
}
