package dev.duoconfig.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.ExternalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What the console says and does while the database or the service is away, and that it recovers without being loaded again. */
class OutageIT {

    private static final String DATABASE_AWAY = "The database is away. This page shows what the service has in memory.";
    private static final String SERVICE_AWAY = "The service does not respond. The console tries again by itself.";

    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    @TempDir
    private static Path home;

    private static Map<String, String> environment;
    private static EmbeddedPostgres database;
    private static PackagedApplication application;
    private static int port;

    private String name;
    private int model;

    @BeforeAll
    static void start() throws Exception {
        database = startDatabase(0);
        port = database.getPort();
        Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        environment = new HashMap<>(Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "DUO_DATABASE_USERNAME",
                "postgres",
                "DUO_DATABASE_PASSWORD",
                "postgres",
                "DUO_MASTER_KEY",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString()));
        application = PackagedApplication.start(home, environment);
        environment.put(PackagedApplication.PORT, String.valueOf(application.port()));
        application.call("admin", "POST", "/subscription/sync", "");
        application.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
    }

    @AfterAll
    static void stop() throws IOException {
        application.close();
        database.close();
    }

    @BeforeEach
    void chooseAModel() throws Exception {
        name = "Model " + System.nanoTime();
        model = application
                .call("admin", "POST", "/models", """
                        {"name": "%s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/Mixtral"}""".formatted(name))
                .path("id")
                .asInt();
        application.call("admin", "PUT", "/features/code_generations", "{\"model_id\": %d}".formatted(model));
    }

    @Test
    void withoutTheDatabasePagesShowTheMemoryAndWritesWaitForIt() throws Exception {
        try (var visit = Visit.as("admin", application).open("#/models/" + model)) {
            visit.watch().allowStatus(503);
            var page = visit.page();
            page.getByRole(AriaRole.TEXTBOX, named("Deployment name")).fill(name + " renamed");

            database.close();
            page.getByRole(AriaRole.BUTTON, named("Review changes")).click();
            var dialog = page.getByRole(AriaRole.DIALOG, named("Save changes to " + name));
            assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("database");
            assertThat(dialog.getByRole(AriaRole.BUTTON, in(Pattern.compile("Trying again in [0-9]+ s"))))
                    .isVisible();
            assertThat(page.getByText(DATABASE_AWAY)).isVisible();
            visit.picture("database-away-dialog");

            var reader = Visit.as("viewer", application);
            try (reader) {
                reader.watch().allowStatus(503);
                reader.open("#/features");
                assertThat(reader.page().getByText(DATABASE_AWAY)).isVisible();
                assertThat(reader.page().getByRole(AriaRole.ROW).filter(having("Code Generation")))
                        .containsText(name);
                reader.picture("database-away");
                database = startDatabase(port);

                assertThat(reader.page().getByText(DATABASE_AWAY)).hasCount(0);
            }
            assertThat(dialog).containsText("renamed");
            dialog.getByRole(AriaRole.BUTTON, in(Pattern.compile("Save changes")))
                    .click();
            assertThat(visit.heading()).hasText(name + " renamed");
            assertThat(page.getByText(DATABASE_AWAY)).hasCount(0);
        }
    }

    @Test
    void withoutTheServiceThePageSaysSoKeepsItsInputAndRecovers() throws Exception {
        try (var visit = Visit.as("admin", application).open("#/models/" + model)) {
            visit.watch().allowNoResponse();
            var page = visit.page();
            var field = page.getByRole(AriaRole.TEXTBOX, named("Deployment name"));
            assertThat(page.getByText("Live", new GetByTextOptions().setExact(true)))
                    .isVisible();
            field.fill(name + " kept");

            application.kill();
            assertThat(page.getByText("Not live: reconnecting")).isVisible();
            assertThat(page.getByText(SERVICE_AWAY)).isVisible();
            visit.picture("service-away");
            application = PackagedApplication.start(home, environment);

            assertThat(page.getByText(SERVICE_AWAY)).hasCount(0);
            assertThat(field).hasValue(name + " kept");
            page.getByRole(AriaRole.BUTTON, named("Review changes")).click();
            var dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByRole(AriaRole.BUTTON, in(Pattern.compile("Save changes")))
                    .click();
            assertThat(visit.heading()).hasText(name + " kept");
        }
    }

    private static EmbeddedPostgres startDatabase(int atPort) throws IOException {
        return ExternalPostgres.in(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(atPort)
                .start();
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions in(Pattern name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
