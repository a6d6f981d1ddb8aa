package dev.duoconfig.store;

import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.StatementLog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The reads of an instance after another one has changed something: it loads the models only if a model changed. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class SnapshotReloadTest {

    private static final String MODELS =
            "api_key_sealed, name, family, endpoint, identifier, iam_role, api_key_updated_at";

    private final CurrentSnapshot current;
    private final ConfigurationReader reader;

    SnapshotReloadTest(CurrentSnapshot current, ConfigurationReader reader) {
        this.current = current;
        this.reader = reader;
    }

    @Test
    void aFeatureChangedElsewhereDoesNotLoadTheModels() {
        var model = model();
        var before = current.get();

        var statements =
                statementsAfter("insert into feature_setting values ('duo_chat', 'self_hosted', %d, 1, now(), 'other')"
                        .formatted(model));

        assertThat(statements).anyMatch(sql -> sql.contains("from feature_setting"));
        assertThat(statements).noneMatch(sql -> sql.contains(MODELS));
        assertThat(current.get().setting("duo_chat").modelId()).isEqualTo(model);
        assertThat(current.get().models()).isSameAs(before.models());
    }

    @Test
    void aModelChangedElsewhereLoadsTheModels() {
        var model = model();

        var statements = statementsAfter("update model set name = 'renamed elsewhere' where id = %d".formatted(model));

        assertThat(statements).anyMatch(sql -> sql.contains(MODELS));
        assertThat(current.get().models().get(model))
                .isNotNull()
                .extracting(Snapshot.Model::name)
                .isEqualTo("renamed elsewhere");
    }

    /** Otherwise, a restart from the last-known-good file without the old master key could not read any of them. */
    @Test
    void keysThatAreSealedAgainAreLoadedAlthoughTheRevisionIsTheSame() {
        var model = model();
        var revision = current.get().revision();

        Database.execute("update model set api_key_key_id = 'fedcba9876543210', api_key_sealed = '\\x00', "
                + "api_key_updated_at = now() where id = " + model);
        try {
            Api.refresh();

            assertThat(current.get().revision()).isEqualTo(revision);
            assertThat(current.get().models().get(model))
                    .isNotNull()
                    .extracting(Snapshot.Model::apiKey)
                    .isNotNull()
                    .extracting(SealedKey::masterKeyId)
                    .isEqualTo("fedcba9876543210");
        } finally {
            // No instance starts on a key that nobody has.
            Database.execute("update model set api_key_key_id = null, api_key_sealed = null, api_key_updated_at = null "
                    + "where id = " + model);
        }
    }

    /** A standby that took over can lack the newest checks, which have no revision. */
    @Test
    void checksThatTheDatabaseHasLostAreForgotten() {
        var model = model();
        var revision = current.get().revision();
        Database.execute("begin; update configuration_state set checks_version = checks_version + 1; "
                + "insert into last_check (subject, version, status, summary, at, since) "
                + "select '/models/%d', checks_version, 'passed', 'It works.', now(), now() from configuration_state; commit"
                        .formatted(model));
        Api.refresh();
        assertThat(current.get().checks().ofModel(model).version()).isPositive();

        Database.execute("begin; update configuration_state set checks_version = checks_version - 1; "
                + "delete from last_check where subject = '/models/%d'; commit".formatted(model));
        reader.reload();

        assertThat(current.get().revision()).isEqualTo(revision);
        assertThat(current.get().checks().ofModel(model).version()).isZero();
    }

    @Test
    void aFeatureChangedHereDoesNotLoadTheModels() {
        var model = model();
        var statements = new ArrayList<String>();

        try (var log = new StatementLog()) {
            statements.addAll(log.statementsDuring(() -> Api.as("admin")
                    .body("{\"model_id\": %d}".formatted(model))
                    .put("/features/duo_chat")
                    .then()
                    .statusCode(200)));
        }

        assertThat(statements).anyMatch(sql -> sql.contains("insert into feature_setting"));
        assertThat(statements).noneMatch(sql -> sql.contains(MODELS));
    }

    /** The statements that this instance executes until it has loaded a change of another instance. */
    private static List<String> statementsAfter(String change) {
        try (var log = new StatementLog()) {
            return log.statementsDuring(() -> {
                Database.execute(
                        "begin; %s; update configuration_state set revision = revision + 1; commit".formatted(change));
                Api.refresh();
            });
        }
    }

    private static long model() {
        Api.entitled();
        return Api.as("admin").body("""
                        {"name": "reloaded", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/Mixtral"}""").post("/models").jsonPath().getLong("id");
    }
}
