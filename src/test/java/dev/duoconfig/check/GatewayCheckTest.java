package dev.duoconfig.check;

import java.util.HashMap;
import java.util.LinkedHashMap;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks of the AI gateway, and of a model through it. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class GatewayCheckTest {

    private static final String HEALTH = "/monitoring/healthz";
    private static final String PROMPT = "/v1/prompts/model_configuration%2Fcheck";
    private static final String ENDPOINT = "http://vllm.internal:8000/v1";
    private static final String IDENTIFIER = "custom_openai/Mixtral-8x7B-Instruct-v0.1";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
        configure(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHealthyGatewayPasses() {
        server.gets(HEALTH, 200, "{}");

        var report = gateway();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps())
                .containsExactly(
                        "outbound_policy passed",
                        "connect passed",
                        "tls skipped",
                        "gateway_health passed",
                        "agent_platform_connect skipped",
                        "agent_platform_tls skipped");
        assertThat(report.summary()).isEqualTo("The AI gateway responds and is healthy.");
    }

    @Test
    void theIamRoleOfADraftReachesTheGateway() {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, "\"Yes\"");

        Report.of(Api.as("admin").body("""
                        {"family": "claude_3", "identifier": "bedrock/claude",
                         "iam_role": "arn:aws:iam::123456789012:role/duo"}""").post("/models/check?via=gateway"));
        Report.of(Api.as("admin")
                .body("{\"family\": \"claude_3\", \"identifier\": \"vertex_ai/claude\"}")
                .post("/models/check?via=gateway"));

        assertThat(server.bodies(PROMPT).get(0)).contains("\"iam_role\":\"arn:aws:iam::123456789012:role/duo\"");
        assertThat(server.bodies(PROMPT).get(1)).contains("vertex_ai/claude").doesNotContain("iam_role");
    }

    @Test
    void aModelThatTheGatewayWouldReplaceWithGitLabsOwnIsNotChecked() {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, "\"Yes\"");

        var report = CheckedModels.check(
                "https://vllm.example.com/" + "p".repeat(255) + "/v1", IDENTIFIER, null, "via", "gateway");

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.summary()).contains("shorter endpoint");
        assertThat(server.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"403, credentials", "404, VERTEXAI_LOCATION", "500, VERTEXAI_PROJECT"})
    void anErrorOfVertexAiIsExplainedWithTheSettingsOfTheGateway(int status, String phrase) {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 421, "{\"detail\": \"" + status + "\"}");

        var report = CheckedModels.check(null, "vertex_ai/claude-sonnet-4-6@default", null, "via", "gateway");

        assertThat(report.summary()).contains(phrase).doesNotContain("via=direct", "api_key");
    }

    @Test
    void withoutAUrlThereIsNothingToCheck() {
        Api.as("admin").body("{\"url\": null}").patch("/gateway");

        var report = gateway();

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.steps()).containsExactly("outbound_policy failed");
        assertThat(report.summary()).contains("PATCH /gateway");
    }

    @Test
    void everyOtherStateOfTheGatewayHasItsOwnSummary() {
        var responses = new LinkedHashMap<String, ResponseDefinitionBuilder>();
        responses.put("probably not an AI gateway", json(404, "{}"));
        responses.put("reports its health without authentication", json(401, "{}"));
        responses.put("accepts no more requests", json(429, "{}"));
        responses.put("redirects are not followed", aResponse().withStatus(301).withHeader("Location", "/elsewhere"));
        responses.put("is not healthy", json(503, "{}"));
        responses.put("does not behave like an AI gateway", json(204, ""));
        responses.put("does not speak valid HTTP", aResponse().withFault(Fault.EMPTY_RESPONSE));
        responses.put("does not respond in time", json(200, "{}").withFixedDelay(4_000));
        var summaries = new HashMap<String, String>();

        responses.forEach((phrase, response) -> {
            server.gets(HEALTH, response);
            var report = gateway();
            assertThat(report.end()).as(phrase).isEqualTo("gateway_health failed");
            summaries.put(phrase, report.summary());
        });

        assertThat(summaries)
                .allSatisfy((phrase, summary) -> assertThat(summary).contains(phrase));
        assertThat(summaries.values()).doesNotHaveDuplicates();
    }

    @Test
    void aStoredUrlObeysTheOutboundRulesAndOneFromTheEnvironmentDoesNot() {
        server.gets(HEALTH, 200, "{}");
        Api.as("admin").body("{\"outbound_allowlist\": null}").patch("/gateway");

        var stored = gateway();
        Api.as("admin").body("{\"url\": null}").patch("/gateway");
        Database.execute("update gateway set environment_url = '" + server.url() + "'");
        var fromEnvironment = gateway();

        assertThat(stored.steps()).containsExactly("outbound_policy failed");
        assertThat(stored.suggestions()).containsExactly("outbound_allowlist 127.0.0.1:" + server.port());
        assertThat(fromEnvironment.status()).isEqualTo("passed");
        assertThat(fromEnvironment.detail("outbound_policy")).contains("the operator configured this URL");
    }

    @Test
    void noKeyIsSentToAGatewayThatWasSetInTheDatabase() {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, "{\"content\": \"Yes\"}");
        Database.execute("update gateway set url = '" + server.url().replace("127.0.0.1", "localhost") + "'");

        var report = model();

        assertThat(report.steps()).containsExactly("outbound_policy failed");
        assertThat(report.detail("outbound_policy")).contains("was changed in the database");
        server.verify(0, postRequestedFor(urlEqualTo(PROMPT)));
    }

    @Test
    void aModelIsCheckedThroughTheGatewayInTheWayGitLabDoesIt() {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, "{\"content\": \"Yes\"}");

        var report = model();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps())
                .containsExactly(
                        "outbound_policy passed",
                        "connect passed",
                        "tls skipped",
                        "gateway_health passed",
                        "gateway_prompt passed");
        server.verify(1, postRequestedFor(urlEqualTo(PROMPT)).withRequestBody(equalToJson("""
                        {"inputs": {}, "stream": false, "model_metadata": {"provider": "openai", "name": "mixtral",
                         "endpoint": "%s", "api_key": "sk-behind-1", "identifier": "%s"}}""".formatted(
                        ENDPOINT, IDENTIFIER))));
    }

    @Test
    void bedrockIsCheckedThroughTheGateway() {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, "{}");

        var report = CheckedModels.check(null, "bedrock/mistral.mixtral-8x7b", null, "via", "gateway");

        assertThat(report.status()).isEqualTo("passed");
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"detail\": \"401\"}', rejects the API key",
        "403, '{\"detail\": \"403: forbidden\"}', forbids this request with the API key",
        "404, '{\"detail\": 404}', no model with this name",
        "429, '{\"detail\": \"Error code: 429 - quota\"}', accepts no more requests",
        "500, '{\"detail\": \"500 Internal\"}', may still be loading",
        "418, '{\"detail\": \"418\"}', via=direct",
        "an error, '{\"detail\": \"timeout after 6000 ms\"}', via=direct",
        "an error, garbage, via=direct"
    })
    void anErrorOfTheModelServerIsDistinguishedFromOneOfTheGateway(String code, String body, String phrase) {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 421, body);

        var report = model();

        assertThat(report.end()).isEqualTo("gateway_prompt failed");
        assertThat(report.detail("gateway_prompt")).endsWith("the model server returned " + code + " to the gateway.");
        assertThat(report.summary())
                .startsWith("The AI gateway works, but the model server returned an error.")
                .contains(phrase);
    }

    @Test
    void everyFaultOfTheGatewayItselfHasItsOwnSummary() {
        var responses = new LinkedHashMap<String, ResponseDefinitionBuilder>();
        responses.put("a token that GitLab issues", json(401, "{}"));
        responses.put("refuses self-hosted models", json(403, "{}"));
        responses.put("does not have this prompt", json(404, "{}"));
        responses.put("does not understand the request", json(422, "{}"));
        responses.put("accepts no more requests", json(429, "{}"));
        responses.put("redirects are not followed", aResponse().withStatus(307).withHeader("Location", "/elsewhere"));
        responses.put("itself failed", json(500, "{}"));
        responses.put("rejects the prompt", json(418, "{}"));
        responses.put("too slow, or is still being loaded", json(200, "{}").withFixedDelay(4_000));
        var summaries = new HashMap<String, String>();
        server.gets(HEALTH, 200, "{}");

        responses.forEach((phrase, response) -> {
            server.posts(PROMPT, response);
            var report = model();
            assertThat(report.end()).as(phrase).isEqualTo("gateway_prompt failed");
            summaries.put(phrase, report.summary());
        });

        assertThat(summaries)
                .allSatisfy((phrase, summary) -> assertThat(summary).contains(phrase));
        assertThat(summaries.values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | text/plain | Bad Request | Bad Request",
                "404 | text/html | <html><head><title>404 Not Found</title></head></html> | 404 Not Found",
                "400 | text/html | <html><body><h1>400 Bad request</h1>Your browser sent an invalid request.</body></html> |",
                "404 | text/plain; charset=utf-8 | 404 page not found | 404 page not found",
                "404 | application/json | {\"message\": \"no Route matched with those values\"} | no Route matched with those values",
                "404 | application/json | '' |",
                "403 | text/html | <title>Blocked</title> | Blocked",
                "414 | text/html | <title>Too long</title> | Too long"
            })
    void aResponseThatIsNotTheGatewaysIsAProxys(int status, String type, String body, @Nullable String message) {
        server.gets(HEALTH, 200, "{}")
                .posts(
                        PROMPT,
                        aResponse()
                                .withStatus(status)
                                .withHeader("Content-Type", type)
                                .withBody(body));

        var report = model();

        assertThat(report.end()).isEqualTo("gateway_prompt failed");
        assertThat(report.summary())
                .contains("from a proxy in front of it", "%2F", "AllowEncodedSlashes")
                .doesNotContain("too old");
        assertThat(report.serverMessage("gateway_prompt")).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | <html><title>502 Bad Gateway</title></html> | from a proxy in front of it",
                "504 | upstream request timeout | from a proxy in front of it",
                "500 | Internal Server Error | itself failed",
                "500 | {\"error\": \"boom\"} | itself failed",
                "404 | {\"detail\": \"Not Found\"} | too old"
            })
    void aFaultOfTheGatewayIsToldFromOneOfAProxy(int status, String body, String phrase) {
        server.gets(HEALTH, 200, "{}")
                .posts(PROMPT, aResponse().withStatus(status).withBody(body));

        assertThat(model().summary()).contains(phrase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "", "OK", "{\"error\": \"no\"}"})
    void aSuccessStatusWithoutAnAnswerIsNoSuccess(String body) {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 200, body);

        assertThat(model().end()).isEqualTo("gateway_prompt failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "<!DOCTYPE html><title>nginx</title>", "  <h1>It works!</h1>"})
    void aWebPageIsNotTheHealthOfAGateway(String page) {
        server.gets(HEALTH, 200, page);

        var report = gateway();

        assertThat(report.end()).isEqualTo("gateway_health failed");
        assertThat(report.summary()).contains("a web page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v2/code/generations",
                "/docs",
                "/redoc",
                "/openapi.json",
                "/monitoring",
                "/monitoring/healthz",
                "/v1/prompts/model_configuration%2Fcheck"
            })
    void aUrlThatGoesTooFarIsProposedWithout(String path) {
        server.gets(HEALTH, 200, "{}").gets("/aigw" + HEALTH, 200, "{}");
        for (var base : new String[] {"", "/aigw"}) {
            configure(server.url() + base + path);

            var report = gateway();
            var settings = Api.as("viewer").get("/gateway").jsonPath();
            var finding = Api.as("admin").get("/diagnostics").jsonPath();

            assertThat(report.end()).isEqualTo("gateway_health failed");
            assertThat(report.summary()).contains("goes too far");
            assertThat(report.suggestions()).containsExactly("url " + server.url() + base);
            assertThat(settings.getList("warnings.code", String.class)).containsExactly("url_goes_too_far");
            assertThat(settings.getString("warnings[0].detail")).endsWith(server.url() + base + ".");
            assertThat(finding.getList("code", String.class)).contains("url_goes_too_far");
        }
    }

    @Test
    void aUrlWithAPrefixOfItsOwnHasNoWarningAndAWrongOneIsNotGuessed() {
        configure(server.url() + "/ai/v1-gateway");
        assertThat(Api.as("viewer").get("/gateway").jsonPath().getList("warnings"))
                .isEmpty();

        configure(server.url() + "/v1");
        var report = gateway();
        assertThat(report.suggestions()).isEmpty();
        assertThat(report.summary()).contains("goes too far", "probably not an AI gateway");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
                "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abc"
            })
    void anArnOnBedrockIsProposedWithTheApiToCall(String arn) {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 421, "{\"detail\": \"400: no provider\"}");

        var report = CheckedModels.check(null, "bedrock/" + arn, null, "via", "gateway");

        assertThat(report.suggestions()).containsExactly("identifier bedrock/converse/" + arn);
        assertThat(report.serverMessage("gateway_prompt")).isEqualTo("400: no provider");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500, 418})
    void adviceForBedrockCanBeFollowedThere(int status) {
        server.gets(HEALTH, 200, "{}").posts(PROMPT, 421, "{\"detail\": \"" + status + "\"}");

        var report = CheckedModels.check(null, "bedrock/mistral.mixtral-8x7b", null, "via", "gateway");

        assertThat(report.summary()).contains("AI gateway").doesNotContain("via=direct", "api_key", "endpoint");
    }

    @Test
    void anUnhealthyGatewayIsNotPrompted() {
        server.gets(HEALTH, 503, "{}").posts(PROMPT, 200, "{}");

        assertThat(model().end()).isEqualTo("gateway_health failed");
        assertThat(server.bodies(PROMPT)).isEmpty();
    }

    private static void configure(String url) {
        Api.as("admin")
                .body("{\"url\": \"" + url + "\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    private static Report gateway() {
        return Report.of(Api.as("admin").post("/gateway/check"));
    }

    private static Report model() {
        return CheckedModels.check(ENDPOINT, IDENTIFIER, "sk-behind-1", "via", "gateway");
    }
}
