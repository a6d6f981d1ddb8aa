package dev.duoconfig.subscription;

import java.util.List;

import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** The requests that a subscription without entitlement allows, and those that it does not. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
class UnentitledTest {

    private static final String MODEL = """
            {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/mixtral"}""";

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENTITLED")
    void everyChangeThatNeedsASubscriptionIsRefusedWithItsReason(EntitlementReason reason) {
        var model = configure();
        entitlementIs(reason);
        var revision = revision();

        var refusals = List.of(
                Api.as("admin").body(MODEL).post("/models"),
                Api.as("admin").body(MODEL).put("/models/" + model),
                Api.as("admin").body("{\"name\": \"Other\"}").patch("/models/" + model),
                Api.as("admin").delete("/models/" + model),
                Api.as("admin").body("{\"provider\": \"disabled\"}").put("/features/duo_chat"),
                Api.as("admin")
                        .body("[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]")
                        .patch("/features"),
                Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway"),
                Api.as("admin").body("{\"beta_features_enabled\": true}").put("/gateway"),
                Api.as("admin").body(MODEL).queryParam("dry_run", true).post("/models"));

        assertThat(refusals).allSatisfy(refusal -> refusal.then()
                .statusCode(403)
                .body("code", is("subscription-required"))
                .body("detail", containsString(sentence(reason)))
                .body("detail", containsString("Synchronize it with POST /subscription/sync")));
        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void turningTheBetaToggleOffNeedsASubscriptionToo() {
        configure();
        Api.as("admin")
                .body("{\"beta_features_enabled\": true}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        entitlementIs(EntitlementReason.EXPIRED);

        Api.as("admin")
                .body("{\"beta_features_enabled\": false}")
                .patch("/gateway")
                .then()
                .statusCode(403);
        Api.as("admin").body("{}").put("/gateway").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"https://new.example.com\"}",
                "{\"request_timeout_seconds\": 90}",
                "{\"outbound_allowlist\": [\"10.0.0.0/8\"]}",
                "{\"beta_features_enabled\": false, \"url\": \"https://new.example.com\"}"
            })
    void otherGatewaySettingsCanAlwaysBeChanged(String patch) {
        Api.as("admin").body(patch).patch("/gateway").then().statusCode(200);
        Api.as("admin").body(patch).put("/gateway").then().statusCode(200);
    }

    @ParameterizedTest
    @EnumSource(EntitlementReason.class)
    void everythingCanBeRead(EntitlementReason reason) {
        var model = configure();
        entitlementIs(reason);

        for (var path : List.of(
                "/gateway",
                "/models",
                "/models/" + model,
                "/models/families",
                "/features",
                "/features?include_unavailable=true",
                "/features/duo_chat",
                "/features/duo_chat/effective-model?explain=true",
                "/subscription")) {
            Api.as("viewer").get(path).then().statusCode(200);
        }
        Api.as("viewer").get("/subscription").then().body("entitlement_reason", is(reason.id()));
    }

    @ParameterizedTest
    @EnumSource(EntitlementReason.class)
    void synchronizationAlwaysWorks(EntitlementReason reason) {
        entitlementIs(reason);

        Api.entitled().then().body("entitled", is(true)).body("source", is("file"));
    }

    @ParameterizedTest
    @CsvSource({
        "IN_GRACE, ready, assigned",
        "EXPIRED, blocked, subscription_required",
        "NEVER_SYNCED, blocked, subscription_required"
    })
    void featuresAreServedOnlyDuringTheGracePeriod(EntitlementReason reason, String status, String why) {
        configure();
        entitlementIs(reason);

        var response = Api.as("resolver").get("/features/duo_chat/effective-model");

        response.then().body("status", is(status)).body("reason", is(why));
        if (status.equals("blocked")) {
            response.then().body("gateway_url", nullValue()).body("resolved_from", is("duo_chat"));
        }
    }

    private static int configure() {
        Api.entitled();
        Api.as("admin")
                .body("{\"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        int model = Api.as("admin").body(MODEL).post("/models").path("id");
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        return model;
    }

    private static void entitlementIs(EntitlementReason reason) {
        var notStarted = reason == EntitlementReason.NOT_STARTED;
        var stored = notStarted ? EntitlementReason.ADD_ON_INACTIVE : reason;
        Database.execute("begin; update subscription set entitlement_reason = '" + stored.id() + "', not_started = "
                + notStarted + ", agent_platform_reason = '" + reason.id() + "';"
                + " update configuration_state set revision = revision + 1; commit");
        Api.refresh();
    }

    private static String sentence(EntitlementReason reason) {
        return switch (reason) {
            case NEVER_SYNCED -> "has never been synchronized";
            case PLAN_NOT_ELIGIBLE -> "Premium or Ultimate is required";
            case EXPIRED -> "grace period have ended";
            case IN_GRACE -> "has expired";
            case ADD_ON_MISSING -> "does not include the GitLab Duo Enterprise add-on";
            case ADD_ON_INACTIVE -> "GitLab Duo Enterprise add-on is not active";
            case NOT_STARTED -> "has not started yet";
            case ENTITLED -> throw new IllegalArgumentException("entitled");
        };
    }

    private static String revision() {
        return Api.as("viewer").get("/gateway").header("Config-Revision");
    }
}
