package dev.duoconfig.security;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.subscription.FakeGitLabResource;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/** No request of a planner makes the service send a stored API key or change a GitLab; only a few read from a GitLab. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
@WithTestResource(FakeGitLabResource.class)
class PlannerSendsNoKeyTest {

    private static final String LICENSE = """
            {"data": {"currentLicense": {"id": "gid://gitlab/License/1", "type": "online_cloud", "plan": "ultimate",
              "startsAt": "2026-01-01", "expiresAt": null, "lastSync": "2026-11-22T02:00:00Z"},
              "addOnPurchases": [{"id": "gid://gitlab/AddOnPurchase/1", "name": "DUO_ENTERPRISE", "assignedQuantity": 3,
                "purchasedQuantity": 50}]}}""";

    private static final String IMPORT = "POST /configuration/imports/gitlab";
    private static final String PLAN = "POST /gitlab-instances/{id}/plan";
    private static final String APPLY = "POST /gitlab-instances/{id}/apply";
    private static final String SYNC = "POST /subscription/sync";

    /** The requests that read from a GitLab. */
    private static final Set<String> READING = Set.of(IMPORT, PLAN, APPLY, SYNC);

    private final URI source = ConfigProvider.getConfig().getValue("duo.subscription.gitlab-url", URI.class);
    private final WireMock subscription = new WireMock(source.getHost(), source.getPort());
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final GitLabDouble gitlab = GitLabDouble.start("19.5");

    private long model;
    private long instance;

    @BeforeEach
    void storeKeysAndTokens() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        subscription.resetMappings();
        subscription.register(any(anyUrl()).willReturn(okJson(LICENSE)));
        Api.entitled();
        admin("PATCH", "/gateway", Map.of("outbound_allowlist", List.of("127.0.0.1"), "url", server.baseUrl()));
        model = admin("POST", "/models", draft("Mixtral")).jsonPath().getLong("id");
        admin("PUT", "/features/duo_chat", Map.of("provider", "self_hosted", "model_id", model));
        instance = admin(
                        "POST",
                        "/gitlab-instances",
                        Map.of("name", "production", "url", gitlab.url(), "token", GitLabDouble.TOKEN))
                .jsonPath()
                .getLong("id");
        forget();
    }

    @AfterEach
    void stop() {
        server.stop();
        gitlab.close();
        subscription.resetMappings();
    }

    @Test
    void noRequestSendsAStoredKeyOrChangesAGitLab() {
        var models = gitlab.models();
        var features = gitlab.features();

        SoftAssertions.assertSoftly(softly -> requests().forEach((operation, body) -> {
            forget();
            var response = call(operation, body);

            softly.assertThat(response.statusCode())
                    .as("%s: %s", operation, response.asString())
                    .isEqualTo(200);
            softly.assertThat(server.getAllServeEvents()).as(operation).isEmpty();
            softly.assertThat(asked() > 0).as(operation).isEqualTo(READING.contains(operation));
        }));
        assertThat(gitlab.models()).isEqualTo(models);
        assertThat(gitlab.features()).isEqualTo(features);
    }

    @Test
    void theRequestsAreThoseThatAPlannerMaySend() {
        var writes = Contract.published().operations().stream()
                .filter(operation -> operation.roles().contains("planner"))
                .filter(operation -> !operation.method().equals("GET"))
                .map(Object::toString)
                .collect(Collectors.toSet());

        assertThat(requests()).containsOnlyKeys(writes);
    }

    /** A body for each write, which it accepts; empty for those without one. */
    private Map<String, Object> requests() {
        var definition = Map.of(
                "name",
                "production",
                "url",
                gitlab.url(),
                "token",
                GitLabDouble.TOKEN,
                "follow",
                "off",
                "delete_models",
                "own");
        var requests = new LinkedHashMap<String, Object>();
        requests.put(
                "PUT /gateway",
                Map.of(
                        "url",
                        server.baseUrl(),
                        "request_timeout_seconds",
                        61,
                        "beta_features_enabled",
                        false,
                        "outbound_allowlist",
                        List.of("127.0.0.1")));
        requests.put("PATCH /gateway", Map.of("request_timeout_seconds", 61));
        requests.put("POST /models", draft("Another"));
        requests.put("PUT /models/{id}", draft("Mixtral"));
        requests.put("PATCH /models/{id}", Map.of("identifier", "custom_openai/another"));
        requests.put("DELETE /models/{id}", Map.of());
        requests.put("PATCH /features", List.of(Map.of("feature", "duo_chat", "provider", "disabled")));
        requests.put("PUT /features/{feature}", Map.of("provider", "disabled"));
        requests.put(
                "PUT /configuration",
                Api.as("planner").get("/configuration").jsonPath().getMap(""));
        requests.put(IMPORT, Map.of("instance", instance));
        requests.put(
                "POST /plan", Map.of("models", List.of(Map.of("id", model, "identifier", "custom_openai/another"))));
        requests.put(
                "POST /gitlab-instances",
                Map.of("name", "staging", "url", "https://staging.example.com", "token", "glpat-other-0123"));
        requests.put("PUT /gitlab-instances/{id}", definition);
        requests.put("PATCH /gitlab-instances/{id}", Map.of("follow", "enforce"));
        requests.put("DELETE /gitlab-instances/{id}", Map.of());
        requests.put(PLAN, Map.of());
        requests.put(APPLY, Map.of());
        requests.put("POST /secrets/rewrap", Map.of());
        requests.put(SYNC, Map.of());
        return requests;
    }

    private Map<String, Object> draft(String name) {
        return Map.of(
                "name", name,
                "family", "mixtral",
                "endpoint", server.baseUrl() + "/v1",
                "identifier", "custom_openai/mixtral",
                "api_key", "sk-example-0123456789");
    }

    private Response call(String operation, Object body) {
        var request = Api.as("planner");
        if (!body.equals(Map.of())) {
            request.body(body);
        }
        if (!operation.equals(PLAN) && !operation.equals("POST /plan")) {
            request.queryParam("dry_run", true);
        }
        if (operation.equals("DELETE /models/{id}")) {
            request.queryParam("unassign", true);
        }
        return request.request(operation.substring(0, operation.indexOf(' ')), path(operation));
    }

    private String path(String operation) {
        var id = operation.contains("/models") ? model : instance;
        return operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{id}", String.valueOf(id))
                .replace("{feature}", "duo_chat");
    }

    private static Response admin(String method, String path, Object body) {
        var response = Api.as("admin").body(body).request(method, path);
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 201);
        return response;
    }

    /** The number of requests that the GitLabs got. */
    private int asked() {
        return gitlab.calls().size()
                + subscription.find(anyRequestedFor(anyUrl())).size();
    }

    private void forget() {
        gitlab.forgetCalls();
        server.resetRequests();
        subscription.resetRequests();
    }
}
