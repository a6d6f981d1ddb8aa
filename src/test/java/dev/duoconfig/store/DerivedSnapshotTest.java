package dev.duoconfig.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.subscription.Subscriptions;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A write derives the next snapshot without reading it back; it must equal the stored configuration after every write. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class DerivedSnapshotTest {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final CurrentSnapshot current;
    private final Gateways gateway;
    private final Subscriptions subscriptions;

    DerivedSnapshotTest(
            Transactions transactions,
            SnapshotLoader loader,
            CurrentSnapshot current,
            Gateways gateway,
            Subscriptions subscriptions) {
        this.transactions = transactions;
        this.loader = loader;
        this.current = current;
        this.gateway = gateway;
        this.subscriptions = subscriptions;
    }

    @Test
    void writesOfTheGatewayDeriveTheStoredSnapshot() {
        Api.entitled();

        gateway.recordEnvironmentUrl("https://environment.example.com");
        assertStored();
        assertThat(current.get().gateway().url()).isEqualTo("https://environment.example.com");
        patch("/gateway", "{\"url\": \"https://stored.example.com\", \"request_timeout_seconds\": 90}");
        assertStored();
        patch("/gateway", "{\"beta_features_enabled\": true, \"outbound_allowlist\": [\"10.0.0.0/8\"]}");
        assertStored();
        put("/gateway", "{\"request_timeout_seconds\": 120}");
        assertStored();
        gateway.recordEnvironmentUrl(null);
        assertStored();

        assertThat(current.get().gateway().url()).isNull();
    }

    @Test
    void writesOfModelsDeriveTheStoredSnapshot() {
        Api.entitled();

        var id = create("one");
        assertStored();
        patch("/models/" + id, "{\"name\": \"renamed\", \"endpoint\": \"https://other.example.com/v1\"}");
        assertStored();
        patch("/models/" + id, "{\"api_key\": null}");
        assertStored();
        put("/models/" + id, "{\"name\": \"one\", \"family\": \"claude_3\", \"identifier\": \"bedrock/claude\"}");
        assertStored();
        Api.as("admin").delete("/models/" + id).then().statusCode(204);
        assertStored();

        assertThat(current.get().models()).isEmpty();
    }

    @Test
    void writesOfFeaturesDeriveTheStoredSnapshot() {
        Api.entitled();
        var one = create("one");
        var two = create("two");

        put("/features/duo_chat", "{\"model_id\": %d}".formatted(one));
        assertStored();
        patch("/features", """
                [{"feature": "code_generations", "model_id": %d}, {"feature": "code_completions", "model_id": %d},
                 {"feature": "duo_chat_fix_code", "provider": "disabled"}]""".formatted(one, two));
        assertStored();
        put("/features/code_completions", "{\"provider\": \"unassigned\"}");
        assertStored();
        Api.as("admin")
                .queryParam("reassign_to", two)
                .delete("/models/" + one)
                .then()
                .statusCode(204);
        assertStored();
        Api.as("admin")
                .queryParam("unassign", true)
                .delete("/models/" + two)
                .then()
                .statusCode(204);
        assertStored();

        assertThat(current.get().setting("duo_chat").unassigned()).isTrue();
    }

    @Test
    void writesOfTheSubscriptionDeriveTheStoredSnapshot() throws IOException {
        Api.entitled();
        assertStored();

        withoutTheSubscriptionFile(
                () -> Api.as("admin").post("/subscription/sync").then().statusCode(502));
        assertStored();
        Database.execute("""
                update subscription set expires_at = now() - interval '1 day', next_evaluation_at = now() - interval '1 day'""");
        subscriptions.reevaluate();
        assertStored();

        assertThat(current.get().entitlement().reason()).isEqualTo(EntitlementReason.IN_GRACE);
    }

    @Test
    void aDryRunKeepsTheSnapshot() {
        Api.entitled();
        var before = current.get();

        Api.as("admin")
                .queryParam("dry_run", true)
                .body(model("one"))
                .post("/models")
                .then()
                .statusCode(200);

        assertThat(current.get()).isSameAs(before);
        assertStored();
    }

    private void assertStored() {
        StoredSnapshot.assertEqualsCurrent(transactions, loader, current);
    }

    private static void withoutTheSubscriptionFile(Runnable action) throws IOException {
        var file = Path.of(ConfigProvider.getConfig().getValue("duo.subscription.file", String.class));
        var aside = Files.move(file, file.resolveSibling("aside.json"));
        try {
            action.run();
        } finally {
            Files.move(aside, file);
        }
    }

    private static long create(String name) {
        return Api.as("admin")
                .body(model(name))
                .post("/models")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static String model(String name) {
        return """
                {"name": "%s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/Mixtral", "api_key": "key-of-the-model"}""".formatted(name);
    }

    private static void patch(String path, String body) {
        Api.as("admin").body(body).patch(path).then().statusCode(200);
    }

    private static void put(String path, String body) {
        Api.as("admin").body(body).put(path).then().statusCode(200);
    }
}
