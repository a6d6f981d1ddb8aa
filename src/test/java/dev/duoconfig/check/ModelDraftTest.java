package dev.duoconfig.check;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.duoconfig.check.FakeServer.MODEL;
import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** A draft is checked like a model, and is not stored. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelDraftTest {

    private static final String STORED_KEY = "sk-stored-0815";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void allowAndServe() {
        FakeServer.allow();
        server.lists(MODEL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDraftIsCheckedWithItsOwnKeyAndNeedsNoNameOrSubscription() {
        var draft = draft();
        draft.put("api_key", "sk-drafted-1");

        var report = Report.of(post(draft));

        assertThat(report.status()).isEqualTo("passed");
        assertThat(Api.as("viewer").get("/models").jsonPath().getList("id")).isEmpty();
        verifyKey("Bearer sk-drafted-1");
    }

    @Test
    void aDraftWithoutKeyAndIdSendsNoKey() {
        assertThat(Report.of(post(draft())).status()).isEqualTo("passed");
        server.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", absent()));
    }

    @Test
    void aDraftWithTheIdOfAModelTakesItsStoredKey() {
        var draft = draft();
        draft.put("id", stored());
        draft.put("name", "whatever");

        assertThat(Report.of(post(draft)).status()).isEqualTo("passed");
        verifyKey("Bearer " + STORED_KEY);
    }

    @Test
    void aDraftMayHaveTheNameOfAnotherModel() {
        var name = Api.as("viewer").get("/models/" + stored()).jsonPath().getString("name");
        var draft = draft();
        draft.put("name", name);

        assertThat(Report.of(post(draft)).status()).isEqualTo("passed");
    }

    @Test
    void aKeyInTheDraftOrNullTakesPrecedenceOverTheStoredOne() {
        var draft = draft();
        draft.put("id", stored());
        draft.put("api_key", "sk-drafted-2");
        post(draft);
        draft.put("api_key", null);
        post(draft);

        verifyKey("Bearer sk-drafted-2");
        server.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", absent()));
        server.verify(
                0,
                getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", equalTo("Bearer " + STORED_KEY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "gateway"})
    void theStoredKeyIsNotSentToAnotherServer(String via) {
        var id = stored();
        var here = server.url().substring("http://".length());
        for (var elsewhere : new String[] {
            "https://" + here + "/v1",
            "http://localhost:" + server.port() + "/v1",
            "http://127.0.0.1:" + (server.port() + 1) + "/v1",
            "http://127.0.0.1/v1",
            "http://vllm.example.com/v1"
        }) {
            var draft = draft();
            draft.put("id", id);
            draft.put("endpoint", elsewhere);

            assertInvalid(Api.as("admin").queryParam("via", via).body(draft).post("/models/check"))
                    .containsExactly("/endpoint api-key-required");
        }
        assertThat(server.requests()).isZero();
    }

    @Test
    void withoutAStoredKeyADraftMayPointToAnyServer() {
        Api.entitled();
        var id = CheckedModels.store("https://vllm.example.com/v1", "custom_openai/" + MODEL, null);
        var draft = draft();
        draft.put("id", id);

        assertThat(Report.of(post(draft)).status()).isEqualTo("passed");
    }

    @Test
    void aDraftWithTheIdOfAMissingModelIsRefused() {
        var draft = draft();
        draft.put("id", 4711);

        assertInvalid(post(draft)).containsExactly("/id model-not-found");
    }

    @Test
    void aDraftObeysTheRulesOfModels() {
        var draft = draft();
        draft.put("name", " ");
        draft.put("family", "llama3");
        draft.put("endpoint", "http://169.254.169.254/v1");
        draft.put("api_key", "with blank");

        assertInvalid(post(draft))
                .containsExactlyInAnyOrder(
                        "/name required",
                        "/family family-not-offered",
                        "/endpoint endpoint-forbidden",
                        "/api_key invalid-characters");
        assertInvalid(post(Map.of("identifier", "openai", "family", "mixtral")))
                .containsExactly("/identifier identifier-prefix-unknown");
        assertInvalid(post(Map.of("colour", "red"))).containsExactly("/colour unknown-property");
        assertProblem(Api.as("admin").post("/models/check"), 400, "body-missing");
    }

    private long stored() {
        Api.entitled();
        return CheckedModels.store(server.url() + "/v1", "custom_openai/" + MODEL, STORED_KEY);
    }

    private void verifyKey(String header) {
        server.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("Authorization", equalTo(header)));
    }

    private Map<String, @Nullable Object> draft() {
        var draft = new LinkedHashMap<String, @Nullable Object>();
        draft.put("family", "mixtral");
        draft.put("endpoint", server.url() + "/v1");
        draft.put("identifier", "custom_openai/" + MODEL);
        return draft;
    }

    private static Response post(Map<String, ?> draft) {
        return Api.as("admin").body(draft).post("/models/check");
    }
}
