package dev.duoconfig.store;

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

import static org.assertj.core.api.Assertions.assertThat;

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

    @AfterEach
    void restoreTheCatalogue() {
        Database.execute("update configuration_state set catalogue_version = '18.2'");
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
                "update configuration_state set catalogue_version = '18.9', revision = revision + 1");

        startWith("18.2");

        assertThat(Database.rows("select * from audit_event where action = 'catalogue.changed'"))
                .singleElement()
                .satisfies(event -> assertThat(String.valueOf(event.get("effective_changes")))
                        .isEqualTo(
                                "[{\"feature\":\"code_generations\",\"before\":{\"status\":\"blocked\",\"model\":null},"
                                        + "\"after\":{\"status\":\"ready\",\"model\":\"Own\"}}]"));
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

    private void startWith(String version) {
        new CatalogueInUse(writer, entities, Catalogue.load(version)).record();
    }

    private static long revision() {
        return Long.parseLong(String.valueOf(
                Database.rows("select revision from configuration_state").get(0).get("revision")));
    }
}
