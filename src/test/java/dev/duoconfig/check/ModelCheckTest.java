package dev.duoconfig.check;

import java.util.Collections;
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
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.MODEL;
import static dev.duoconfig.check.FakeServer.json;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Faults on the way to a model server and its list of models: each has its own summary. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelCheckTest {

    private static final String KEY = "sk-4711-secret-of-the-test";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aListedModelPassesAndTheReportSaysWhatThatProves() {
        server.lists("other", MODEL);

        var report = check(server.url() + "/v1", MODEL);

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps())
                .containsExactly("outbound_policy passed", "connect passed", "tls skipped", "list_models passed");
        assertThat(report.detail("outbound_policy")).isEqualTo("127.0.0.1 allowed by 127.0.0.0/8");
        assertThat(report.detail("connect")).isEqualTo("Connected to 127.0.0.1:" + server.port() + ".");
        assertThat(report.detail("list_models"))
                .contains("returned 2 models, including " + MODEL, "proves nothing about the API key");
        assertThat(report.summary()).contains("completion=true");
        assertThat(report.suggestions()).isEmpty();
        server.verify(
                1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", equalTo("Bearer " + KEY)));
        server.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void aByteOrderMarkBeforeTheListIsSkipped() {
        server.gets("/v1/models", 200, "\ufeff" + FakeServer.list(MODEL));

        assertThat(check(server.url() + "/v1", MODEL).status()).isEqualTo("passed");
    }

    @Test
    void aModelWithoutKeySendsNoKey() {
        server.lists(MODEL);

        var report = check(server.url() + "/v1", MODEL, null);

        assertThat(report.status()).isEqualTo("passed");
        server.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", absent()));
    }

    @ParameterizedTest
    @CsvSource({
        "mixtral-8x7b-instruct-v0.1, upper and lower case",
        "mistralai/Mixtral-8x7B-Instruct-v0.1, before the last slash",
        "Mixtral-8x7B-Instruct-v0.2, most similar",
        "Mixtral-8x7B-Instruct, most similar"
    })
    void theClosestServedNameIsSuggested(String wrong, String reason) {
        server.lists("text-embedding-3", MODEL, "gpt-oss-120b");

        var report = check(server.url() + "/v1", wrong);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.detail("list_models")).contains("returned 3 models, but not " + wrong);
        assertThat(report.suggestions()).containsExactly("identifier custom_openai/" + MODEL);
        assertThat(report.summary()).contains("custom_openai/" + MODEL);
        assertThat(report.toString()).contains(reason);
    }

    @Test
    void nothingIsSuggestedWhereNothingIsSimilar() {
        server.lists("text-embedding-3", "gpt-oss-120b");

        var report = check(server.url() + "/v1", MODEL);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/"})
    void v1IsSuggestedWhereTheListIsThere(String path) {
        var base = path.replaceAll("/$", "");
        server.gets(base + "/v1/models", 200, FakeServer.list(MODEL));

        var report = check(server.url() + path, MODEL);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.detail("list_models")).endsWith(base + "/models returned 404.");
        assertThat(report.summary())
                .isEqualTo(
                        "The server responds, but its API is under /v1, not under this path. Add /v1 to the endpoint.");
        assertThat(report.suggestions()).containsExactly("endpoint " + server.url() + base + "/v1");
    }

    @Test
    void v1IsAlsoSuggestedWhenAWebPageIsInPlaceOfTheList() {
        server.gets("/models", 200, "<html>Welcome</html>").gets("/v1/models", 401, "{}");

        var report = check(server.url(), MODEL);

        assertThat(report.suggestions()).containsExactly("endpoint " + server.url() + "/v1");
    }

    @Test
    void v1IsNotSuggestedWhereItIsPresentOrNothingResponds() {
        assertThat(check(server.url() + "/v1", MODEL).suggestions()).isEmpty();
        assertThat(check(server.url(), MODEL).suggestions()).isEmpty();
        server.verify(0, getRequestedFor(urlEqualTo("/v1/v1/models")));
    }

    @Test
    void everyResponseThatIsNotAListHasItsOwnSummary() {
        var responses = new LinkedHashMap<String, ResponseDefinitionBuilder>();
        responses.put("rejects the API key", json(401, "{}"));
        responses.put("forbids this request with the API key", json(403, "{}"));
        responses.put("says that the API key lacks a scope", json(403, "{\"error\": \"insufficient_scope\"}"));
        responses.put("has no list of models under this endpoint", json(404, "{}"));
        responses.put("does not offer a list of its models", json(405, "{}"));
        responses.put("accepts no more requests", json(429, "{}"));
        responses.put("may still be loading", json(503, "{}"));
        responses.put("redirects are not followed", aResponse().withStatus(307).withHeader("Location", "/elsewhere"));
        responses.put("refuses to list its models", json(418, "{}"));
        responses.put("perhaps from a web page or a proxy", aResponse().withBody("<html></html>"));
        responses.put("but does not offer OpenAI's API", json(200, "{\"models\": []}"));
        responses.put("serves no model at the moment", json(200, "{\"data\": []}"));
        responses.put("does not speak valid HTTP", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        responses.put(
                "larger than any response of the expected API", aResponse().withBody("x".repeat(1024 * 1024 + 1)));
        responses.put("does not respond in time", json(200, "{}").withFixedDelay(4_000));
        var summaries = new HashMap<String, String>();

        responses.forEach((phrase, response) -> {
            server.gets("/v1/models", response);
            var report = check(server.url() + "/v1", MODEL);
            assertThat(report.end()).as(phrase).isEqualTo("list_models failed");
            assertThat(report.status()).isEqualTo("failed");
            summaries.put(phrase, report.summary());
        });

        assertThat(summaries)
                .allSatisfy((phrase, summary) -> assertThat(summary).contains(phrase));
        assertThat(summaries.values()).doesNotHaveDuplicates();
        server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"data\"",
                "{\"data\": {}}",
                "{\"data\": [{}]}",
                "{\"data\": [7, null]}",
                "{\"data\": [{\"id\": 7}]}",
                "[[[[[[",
                "{\"data\": [{\"id\": \"a\"}"
            })
    void aMalformedListFailsTheStep(String body) {
        server.gets("/v1/models", 200, body);

        var report = check(server.url() + "/v1", MODEL);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.suggestions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "\"\"", "{\"id\":\"a\"}", "[[[[]]]]"})
    void aListOfManySmallEntriesFailsTheStep(String entry) {
        var entries = String.join(",", Collections.nCopies(1_000_000 / (entry.length() + 1), entry));
        server.gets("/v1/models", 200, "{\"data\": [" + entries + "]}");

        var report = check(server.url() + "/v1", MODEL);

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.detail("list_models"))
                .startsWith("The response has JSON with more than 100000 names, values, and brackets");
    }

    @Test
    void aListWithOddEntriesIsStillAList() {
        server.gets("/v1/models", 200, "{\"data\": [7, {\"id\": null}, {\"id\": \"" + MODEL + "\"}], \"data2\": 1} x");

        assertThat(check(server.url() + "/v1", MODEL).status()).isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\": \"org/m\"}, {\"id\": \"other\"}]",
                "[\"org/m\", \"other\"]",
                "{\"data\": [\"org/m\"]}",
                "{\"object\": \"list\", \"data\": [{\"id\": \"weights\", \"name\": \"org/m\"}]}",
                "{\"models\": [{\"name\": \"org/m\", \"model\": \"org/m\"}]}",
                "{\"data\": null, \"models\": [{\"name\": \"org/m\"}]}",
                "[{\"id\": \"azureml://weights\", \"name\": \"org/m\"}]",
                "{\"data\": [{\"id\": \"weights\", \"aliases\": [\"x\", \"org/m\"]}]}",
                "{\"data\": [{\"id\": \"org/*\"}]}",
                "{\"data\": [{\"id\": \"*\"}]}",
                "{\"data\": [{\"id\": \"org/m:latest\"}]}"
            })
    void everyFormOfAListIsRead(String body) {
        server.gets("/v1/models", 200, body);

        var report = check(server.url() + "/v1", "org/m");

        assertThat(report.status()).as(report.toString()).isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\": null}", "{\"object\": \"list\", \"data\": null}", "[]", "{\"data\": []}"})
    void aServerWithoutModelsServesNoneAtTheMoment(String body) {
        server.gets("/v1/models", 200, body);

        assertThat(check(server.url() + "/v1", MODEL).summary()).contains("serves no model at the moment");
    }

    @ParameterizedTest
    @CsvSource({
        "llama3, llama3:8b, llama3:8b",
        "Llama3, llama3:latest, llama3:latest",
        "library/llama3, llama3:latest, llama3:latest",
        "gpt-4o, gpt-4o-2024-08-06, gpt-4o-2024-08-06",
        "qwen2.5-7b, models/qwen2.5-7b.gguf, models/qwen2.5-7b.gguf",
        "org/m*, org/n, org/n"
    })
    void aNameWithMoreBehindItIsProposed(String wanted, String listed, String proposed) {
        server.lists("text-embedding-ada-002", listed);

        var report = check(server.url() + "/v1", wanted);

        assertThat(report.end()).isEqualTo("list_models failed");
        assertThat(report.suggestions()).containsExactly("identifier custom_openai/" + proposed);
    }

    @Test
    void aMissingKeyIsDistinguishedFromAWrongOne() {
        server.gets("/v1/models", 401, "{}");

        assertThat(check(server.url() + "/v1", MODEL, null).summary())
                .isEqualTo("The server requires an API key, but the model has none. Set the key as api_key.");
        assertThat(check(server.url() + "/v1", MODEL).summary()).startsWith("The server rejects the API key");
    }

    @Test
    void aPortThatNothingListensOnEndsTheCheck() {
        var closed = FakeServer.start();
        var endpoint = closed.url() + "/v1";
        closed.close();

        var report = check(endpoint, MODEL);

        assertThat(report.steps()).containsExactly("outbound_policy passed", "connect failed");
        assertThat(report.summary()).startsWith("Nothing listens at this address");
    }

    @Test
    void anUnknownHostNameEndsTheCheckAtOnce() {
        var report = check("http://no-such-host.invalid/v1", MODEL);

        assertThat(report.steps()).containsExactly("outbound_policy failed");
        // On a machine without DNS, the lookup times out instead.
        assertThat(report.summary()).containsAnyOf("The host name cannot be resolved", "DNS does not respond in time");
    }

    @Test
    void anUntrustedCertificateFailsTheTlsStep() {
        var report = check(server.secureUrl() + "/v1", MODEL);

        assertThat(report.steps()).containsExactly("outbound_policy passed", "connect passed", "tls failed");
        assertThat(report.detail("tls")).contains("No secure connection to");
        assertThat(report.summary()).contains("DUO_OUTBOUND_CA_BUNDLE");
        assertThat(server.requests()).isZero();
    }

    @Test
    void aBlockedAddressIsReportedWithItsRuleAndTheEntryThatAllowsIt() {
        server.lists(MODEL);
        Api.as("admin").body("{\"outbound_allowlist\": null}").patch("/gateway");
        var entry = "127.0.0.1:" + server.port();

        var blocked = check(server.url() + "/v1", MODEL);
        Api.as("admin").body("{\"outbound_allowlist\": [\"" + entry + "\"]}").patch("/gateway");
        var allowed = check(server.url() + "/v1", MODEL);

        assertThat(blocked.steps()).containsExactly("outbound_policy failed");
        assertThat(blocked.detail("outbound_policy")).contains("127.0.0.1 is a loopback address (127.0.0.0/8)");
        assertThat(blocked.summary()).contains("\"" + entry + "\"", "outbound_allowlist", "PATCH /gateway");
        assertThat(blocked.suggestions()).containsExactly("outbound_allowlist " + entry);
        assertThat(allowed.status()).isEqualTo("passed");
        assertThat(allowed.detail("outbound_policy")).isEqualTo("127.0.0.1 allowed by " + entry);
        assertThat(server.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint = null, has no endpoint",
        "endpoint = 'nonsense', must start with http",
        "endpoint = 'http://169.254.169.254/v1', a cloud metadata address",
        "identifier = 'mixtral', no known prefix"
    })
    void aRowThatNoRequestCouldHaveStoredIsReportedToo(String assignment, String phrase) {
        var id = CheckedModels.store(server.url() + "/v1", "custom_openai/" + MODEL, null);
        Database.execute("update model set " + assignment, "update configuration_state set revision = revision + 1");
        Api.refresh();

        var report = Report.of(CheckedModels.checkStored(id));

        assertThat(report.steps()).containsExactly("outbound_policy failed");
        assertThat(report.detail("outbound_policy")).contains(phrase);
        assertThat(server.requests()).isZero();
    }

    @Test
    void aMissingModelIsNotFound() {
        assertProblem(Api.as("admin").post("/models/4711/check"), 404, "model-not-found");
        assertProblem(Api.as("admin").post("/models/families/check"), 404, "model-not-found");
        assertProblem(Api.as("admin").queryParam("dry_run", true).post("/models/4711/check"), 400, "unknown-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "gateway"})
    void aCheckChangesNothingAndNeedsNoSubscription(String via) {
        server.lists(MODEL);
        var id = CheckedModels.store(server.url() + "/v1", "custom_openai/" + MODEL, KEY);
        Database.execute(
                "update subscription set plan = null, entitlement_reason = 'never_synced', agent_platform_reason = null;"
                        + " update configuration_state set revision = revision + 1");
        Api.refresh();
        var events = Database.rows("select id from audit_event");
        var revision = Api.as("viewer").get("/gateway").header("Config-Revision");

        var response = Api.as("admin").queryParam("via", via).post("/models/" + id + "/check");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Config-Revision")).isEqualTo(revision);
        assertThat(Api.as("viewer").get("/gateway").header("Config-Revision")).isEqualTo(revision);
        assertThat(Database.rows("select id from audit_event")).isEqualTo(events);
    }

    private static Report check(String endpoint, String name) {
        return check(endpoint, name, KEY);
    }

    private static Report check(String endpoint, String name, @Nullable String key) {
        return CheckedModels.check(endpoint, "custom_openai/" + name, key);
    }
}
