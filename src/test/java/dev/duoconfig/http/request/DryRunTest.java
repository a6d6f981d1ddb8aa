package dev.duoconfig.http.request;

import java.util.stream.Stream;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A dry run returns what the write would return, and stores nothing. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class DryRunTest {

    private static final String MIXTRAL = """
            {"name": "Renamed", "family": "gpt", "endpoint": "https://gpt.example.com/v1", "identifier": "azure/gpt"}""";

    private long model;

    @BeforeEach
    void createAModelInUse() {
        Api.entitled();
        model = SampleModels.create("Mixtral", "mixtral");
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /gateway | {\"url\": \"https://gw.example.com\", \"request_timeout_seconds\": 90}",
                "PATCH | /gateway | {\"beta_features_enabled\": true}",
                "PATCH | /gateway | {}",
                "PUT | /models/{id} | " + MIXTRAL,
                "PATCH | /models/{id} | {\"name\": \"Renamed\"}",
                "PUT | /features/duo_chat | {\"provider\": \"disabled\"}",
                "PATCH | /features | [{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]",
                "PUT | /configuration | {\"gateway\": {}, \"models\": [" + MIXTRAL + "], \"features\": []}"
            })
    void aDryRunReturnsWhatTheWriteReturns(String method, String path, String body) {
        var before = everything();
        var revision = revision();

        var dry = send(method, path + "?dry_run=true", body);
        var after = everything();
        var written = send(method, path, body);

        assertThat(dry.statusCode()).as(dry.asString()).isEqualTo(200);
        assertThat(withoutTimes(dry)).isEqualTo(withoutTimes(written));
        assertThat(dry.header("Effective-Changes")).isEqualTo(written.header("Effective-Changes"));
        assertThat(dry.header("Dry-Run")).isEqualTo("true");
        assertThat(dry.header("Config-Revision")).isEqualTo(revision);
        assertThat(dry.header("ETag")).matches("\"" + revision + "(-0)?\"");
        assertThat(written.headers().hasHeaderWithName("Dry-Run")).isFalse();
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aDryRunOfACreationHasNoIdAndNoLocation() {
        var before = everything();
        var revision = revision();
        var body = SampleModels.body("name", "New");

        var dry = Api.as("admin").body(body).post("/models?dry_run=true");
        var after = everything();
        var created = SampleModels.post(body);

        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(dry.jsonPath().<@Nullable Object>get("id")).isNull();
        assertThat(dry.header("Location")).isNull();
        assertThat(dry.header("Dry-Run")).isEqualTo("true");
        assertThat(dry.header("Config-Revision")).isEqualTo(revision);
        assertThat(withoutTimes(dry).replace("\"id\":null,", ""))
                .isEqualTo(withoutTimes(created).replaceFirst("\"id\":[0-9]+,", ""));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aSynchronizationCanBeADryRun() {
        Database.execute(
                "update subscription set entitlement_reason = 'never_synced', agent_platform_reason = null, plan = null, last_sync_at = null,"
                        + " last_attempt_at = null",
                "delete from subscription_add_on",
                "update configuration_state set revision = revision + 1");
        Api.refresh();
        var before = everything();

        var dry = Api.as("admin").post("/subscription/sync?dry_run=true");

        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(dry.jsonPath().getBoolean("entitled")).isTrue();
        assertThat(dry.header("Dry-Run")).isEqualTo("true");
        assertThat(everything()).isEqualTo(before);
        assertThat(Api.as("viewer").get("/subscription").jsonPath().getBoolean("entitled"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | /gateway | {\"request_timeout_seconds\": 1} | 422",
                "POST | /models | {} | 422",
                "POST | /models | {\"name\": \"Mixtral\", \"family\": \"gpt\", \"identifier\": \"bedrock/a\"} | 409",
                "PATCH | /models/999999 | {} | 404",
                "DELETE | /models/{id} | | 409",
                "DELETE | /models/{id} | | 409",
                "PUT | /features/nothing | {} | 404",
                "PATCH | /features | [] | 422"
            })
    void aDryRunIsRejectedLikeTheWrite(String method, String path, @Nullable String body, int status) {
        var dry = send(method, path + "?dry_run=true", body);
        var write = send(method, path, body);

        assertThat(dry.statusCode()).isEqualTo(status);
        assertThat(write.statusCode()).isEqualTo(status);
        assertThat(withoutRequestId(dry)).isEqualTo(withoutRequestId(write));
    }

    @Test
    void theConditionOfADryRunIsChecked() {
        var stale = Api.as("admin")
                .header("If-Match", "\"0\"")
                .body("{\"name\": \"Renamed\"}")
                .patch("/models/" + model + "?dry_run=true");

        assertThat(stale.statusCode()).isEqualTo(412);
    }

    private Response send(String method, String path, @Nullable String body) {
        var request = Api.as("admin");
        if (body != null) {
            request.body(body);
        }
        return request.urlEncodingEnabled(false).request(method, path.replace("{id}", Long.toString(model)));
    }

    private static String revision() {
        return Api.as("viewer").get("/gateway").header("Config-Revision");
    }

    /** Everything that is stored, audit and revision included. */
    private static String everything() {
        return Stream.of(
                        "configuration_state",
                        "gateway",
                        "model",
                        "feature_setting",
                        "subscription",
                        "subscription_add_on",
                        "audit_event")
                .map(table -> Database.rows("select t::text as row from " + table + " t order by 1"))
                .toList()
                .toString();
    }

    private static String withoutTimes(Response response) {
        return response.asString().replaceAll("\"20[0-9-]+T[0-9:.]+Z\"", "\"now\"");
    }

    private static String withoutRequestId(Response response) {
        return response.asString().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }
}
