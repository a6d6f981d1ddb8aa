package dev.duoconfig.store;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

/** The record of the catalogue that startup makes. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class CatalogueInUseTest {

    @Inject
    ConfigurationWriter writer;

    @Inject
    EntityManager entities;

    @Inject
    SplitFeatures splitFeatures;

    @AfterEach
    void restoreTheCatalogue() {
        Database.execute("update configuration_state set catalogue_version = '19.4'");
    }

    @Test
    void aNewCatalogueCreatesARevisionOfTheSystem() {
        Database.execute("update configuration_state set catalogue_version = '18.2'");
        var revision = revision();

        startWith("18.9");

        assertThat(revision()).isEqualTo(revision + 1);
        assertThat(Database.rows("select catalogue_version from configuration_state")
                        .get(0))
                .containsEntry("catalogue_version", "18.9");
        assertThat(Database.rows("select * from audit_event")).singleElement().satisfies(event -> assertThat(event)
                .containsEntry("action", "catalogue.changed")
                .containsEntry("actor", "system")
                .containsEntry("object_type", "catalogue")
                .containsEntry("before", "\"18.2\"")
                .containsEntry("after", "\"18.9\"")
                .containsEntry("request_id", null)
                .containsEntry("origin", "system")
                .containsEntry("revision", revision + 1));
    }

    @Test
    void theEventNamesTheFeaturesWhoseEffectiveModelChanges() {
        Api.entitled();
        Database.execute(
                "update gateway set url = 'https://aigw.example.com'",
                """
                insert into model (id, name, family, endpoint, identifier, revision, created_at, updated_at, updated_by)
                    values (7, 'Own', 'general', 'https://vllm.example.com/v1', 'custom_openai/own', 1, now(), now(), 'admin')""",
                """
                insert into feature_setting (feature, provider, model_id, revision, updated_at, updated_by)
                    values ('code_generations', 'self_hosted', 7, 1, now(), 'admin')""",
                "update configuration_state set catalogue_version = '18.2', revision = revision + 1");

        startWith("19.4");

        assertThat(Database.rows("select * from audit_event where action = 'catalogue.changed'"))
                .singleElement()
                .satisfies(event -> assertThat(String.valueOf(event.get("effective_changes")))
                        .isEqualTo(
                                "[{\"feature\":\"code_generations\",\"before\":{\"status\":\"ready\",\"model\":\"Own\"},"
                                        + "\"after\":{\"status\":\"blocked\",\"model\":null}}]"));
    }

    @Test
    void theSameCatalogueIsNotAChange() {
        startWith("18.9");
        var revision = revision();

        startWith("18.9");

        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void theFirstCatalogueIsNotAChange() {
        Database.execute("update configuration_state set catalogue_version = null");
        var revision = revision();

        startWith("18.2");

        assertThat(revision()).isEqualTo(revision);
        assertThat(Database.rows("select * from audit_event")).isEmpty();
        assertThat(Database.rows("select catalogue_version from configuration_state")
                        .get(0))
                .containsEntry("catalogue_version", "18.2");
    }

    @Test
    void newFeaturesGetTheSettingsOfTheFeaturesThatTheyWereSplitFromInTheSameRevision() {
        Api.entitled();
        store(
                "('duo_agent_platform', 'self_hosted', 7, null)",
                "('review_merge_request', 'vendored', null, 'claude_sonnet_4')",
                "('duo_chat', 'disabled', null, null)");
        Database.execute("update configuration_state set catalogue_version = '18.9', revision = revision + 1");
        var revision = revision();

        startWith("19.4");

        assertThat(revision()).isEqualTo(revision + 1);
        assertThat(settings())
                .containsExactly(
                        "duo_agent_platform self_hosted 7 null",
                        "duo_chat disabled null null",
                        "duo_developer self_hosted 7 null",
                        "review_merge_request vendored null claude_sonnet_4",
                        "review_merge_request_dap vendored null claude_sonnet_4");
        assertThat(Database.rows("select action, object_id, before, after from audit_event where actor = 'system'"
                        + " and revision = " + (revision + 1) + " order by id"))
                .extracting(event -> "%s %s %s %s"
                        .formatted(
                                event.get("action"), event.get("object_id"), event.get("before"), event.get("after")))
                .containsExactly(
                        "catalogue.changed null \"18.9\" \"19.4\"",
                        "feature.updated review_merge_request_dap"
                                + " {\"provider\":\"unassigned\",\"model_id\":null,\"vendored_model\":null}"
                                + " {\"provider\":\"vendored\",\"model_id\":null,\"vendored_model\":\"claude_sonnet_4\"}",
                        "feature.updated duo_developer"
                                + " {\"provider\":\"unassigned\",\"model_id\":null,\"vendored_model\":null}"
                                + " {\"provider\":\"self_hosted\",\"model_id\":7,\"vendored_model\":null}");
        assertThat(Database.rows("select updated_by, revision from feature_setting where feature = 'duo_developer'")
                        .get(0))
                .containsEntry("updated_by", "system")
                .containsEntry("revision", revision + 1);
        Api.as("viewer")
                .get("/features/duo_developer")
                .then()
                .body("provider", is("self_hosted"))
                .body("model.id", is(7))
                .body("updated_by", is("system"));
    }

    @Test
    void aFeatureThatIsNotNewGetsNoSetting() {
        store("('duo_agent_platform', 'self_hosted', 7, null)", "('duo_developer', 'disabled', null, null)");
        Database.execute("update configuration_state set catalogue_version = '18.9', revision = revision + 1");

        startWith("19.4");

        assertThat(settings())
                .containsExactly("duo_agent_platform self_hosted 7 null", "duo_developer disabled null null");
    }

    @Test
    void theFirstMoveFrom18Point2FindsNothingToCopyFromButAnEarlierSetting() {
        store("('duo_agent_platform', 'disabled', null, null)");
        Database.execute("update configuration_state set catalogue_version = '18.2', revision = revision + 1");

        startWith("19.4");

        assertThat(settings())
                .containsExactly(
                        "duo_agent_platform disabled null null",
                        "duo_agent_platform_agentic_chat disabled null null",
                        "duo_developer disabled null null");
    }

    @Test
    void noSettingIsEverOverwritten() {
        store(
                "('duo_agent_platform', 'self_hosted', 7, null)",
                "('duo_developer', 'disabled', null, null)",
                "('review_merge_request', 'self_hosted', 7, null)",
                "('review_merge_request_dap', 'unassigned', null, null)");
        Database.execute("update configuration_state set catalogue_version = '18.9', revision = revision + 1");

        startWith("19.4");

        assertThat(settings())
                .containsExactly(
                        "duo_agent_platform self_hosted 7 null",
                        "duo_developer disabled null null",
                        "review_merge_request self_hosted 7 null",
                        "review_merge_request_dap unassigned null null");
        assertThat(Database.rows("select action from audit_event where action = 'feature.updated'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.2", "18.9"})
    void thereAndBackNothingIsLost(String other) {
        store(
                "('duo_agent_platform', 'self_hosted', 7, null)",
                "('duo_agent_platform_agentic_chat', 'disabled', null, null)",
                "('security_review', 'self_hosted', 8, null)",
                "('review_merge_request', 'vendored', null, 'claude_sonnet_4')",
                "('code_generations', 'self_hosted', 9, null)",
                "('code_completions', 'vendored', null, null)",
                "('duo_chat', 'self_hosted', 9, null)",
                "('duo_chat_fix_code', 'unassigned', null, null)",
                "('duo_chat_write_tests', 'disabled', null, null)");
        Database.execute(
                "update gateway set url = 'https://aigw.example.com', agent_platform_url = 'dws.example.com:50052',"
                        + " agent_platform_tls = false, vendored_models_allowed = false, request_timeout_seconds = 90",
                "update configuration_state set revision = revision + 1");
        startWith("19.4");
        var before = contents();
        var settingsBefore = settings();

        startWith(other);
        var there = contents();
        startWith("19.4");

        assertThat(there).isEqualTo(before);
        assertThat(contents()).containsAll(before);
        assertThat(settings())
                .filteredOn(setting -> !settingsBefore.contains(setting))
                .containsExactly(
                        "duo_developer self_hosted 7 null", "review_merge_request_dap vendored null claude_sonnet_4");
    }

    private void startWith(String version) {
        new CatalogueInUse(writer, entities, Catalogue.load(version), splitFeatures).record();
    }

    private static long revision() {
        return Long.parseLong(String.valueOf(
                Database.rows("select revision from configuration_state").get(0).get("revision")));
    }

    /** Stores models that only the newest catalogue knows, and settings. */
    private static void store(String... settings) {
        Database.execute("""
                insert into model (id, name, family, endpoint, identifier, iam_role, revision, created_at, updated_at, updated_by)
                    values (7, 'Claude', 'claude_3', null, 'bedrock/claude', 'arn:aws:iam::123456789012:role/duo', 1, now(), now(),
                            'admin'),
                        (8, 'GPT', 'gpt', 'https://api.groq.com/openai/v1', 'groq/gpt', null, 1, now(), now(), 'admin'),
                        (9, 'Qwen', 'qwen', 'https://vllm.example.com/v1', 'custom_openai/qwen', null, 1, now(), now(),
                            'admin')""", "update configuration_state set revision = revision + 1");
        for (var setting : settings) {
            Database.execute(
                    "insert into feature_setting (feature, provider, model_id, vendored_model, revision, updated_at, updated_by)"
                            + " values (" + setting.substring(1, setting.length() - 1) + ", 1, now(), 'admin')");
        }
    }

    private static List<String> settings() {
        return Database.rows("select feature, provider, model_id, vendored_model from feature_setting order by feature")
                .stream()
                .map(row -> row.values().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }

    /** The rows of all tables with settings, as text. */
    private static List<String> contents() {
        return Stream.of("gateway", "model", "feature_setting")
                .flatMap(table ->
                        Database.rows("select entry::text as entry from " + table + " entry order by 1").stream())
                .map(row -> row.values().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }
}
