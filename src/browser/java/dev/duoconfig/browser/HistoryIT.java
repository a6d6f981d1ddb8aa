package dev.duoconfig.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.buttonIn;
import static dev.duoconfig.browser.Controls.dialog;
import static dev.duoconfig.browser.Controls.link;
import static org.assertj.core.api.Assertions.assertThat;

/** The history: finding a change, viewing a revision, and going back to it. */
@OneAfterTheOther
class HistoryIT {

    private static final String MODEL = """
            {"name": "%s", "family": "mixtral", "api_key": "sk-example",
             "endpoint": "https://vllm.example.com/v1", "identifier": "custom_openai/mixtral"}""";

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @Test
    void aRevisionIsViewedPlannedAndRestored() throws Exception {
        SERVICE.call("admin", "PUT", "/configuration", EmptyService.EMPTY_CONFIGURATION);
        var id = addModel("Mixtral with a key");
        SERVICE.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %s}".formatted(id));
        var old = SERVICE.revision();
        SERVICE.call("admin", "PUT", "/configuration", EmptyService.EMPTY_CONFIGURATION);

        try (var visit = SERVICE.visitAs("admin").open("#/history/" + old)) {
            assertThat(visit.heading()).hasText("Revision " + old);
            assertThat(visit.page().getByRole(AriaRole.MAIN))
                    .containsText("General Chat changed from no choice to Mixtral with a key");
            button(visit.page(), "View document").click();
            var document = dialog(visit.page(), "Configuration of revision " + old);
            assertThat(document).containsText("name: Mixtral with a key");
            buttonIn(document, "Close").first().click();

            button(visit.page(), "Restore revision " + old).click();
            var plan = PlanDialog.of(visit.page(), "Restore revision " + old)
                    .says(
                            "Creates revision %d with the configuration of revision %d".formatted(old + 2, old),
                            "1 model will have no API key, although it had one: Mixtral with a key",
                            "Adds 1 model: Mixtral with a key",
                            "General Chat");
            assertThat(SERVICE.revision()).isEqualTo(old + 1);
            plan.confirm("Restore revision " + old);

            assertThat(visit.heading()).hasText("History");
            assertThat(row(visit.page(), old + 2)).containsText("Current");
            assertThat(visit.violations()).isEmpty();
        }
        assertThat(SERVICE.revision()).isEqualTo(old + 2);
        var restored = SERVICE.call("viewer", "GET", "/models", "").get(0);
        assertThat(restored.path("name").asText()).isEqualTo("Mixtral with a key");
        assertThat(restored.path("has_api_key").asBoolean()).isFalse();
        assertThat(SERVICE.call("viewer", "GET", "/audit-events?revision=%d".formatted(old + 2), "")
                        .path(0)
                        .path("origin")
                        .asText())
                .isEqualTo("restore");
    }

    @Test
    void restoringIsCanceledWithoutAChange() throws Exception {
        var old = changeTimeout(90);
        changeTimeout(120);

        try (var visit = SERVICE.visitAs("admin").open("#/history")) {
            button(visit.page(), "Restore revision " + old).click();
            PlanDialog.of(visit.page(), "Restore revision " + old)
                    .says("Changes the gateway settings", "No feature changes")
                    .cancel();

            assertThat(visit.heading()).hasText("History");
        }
        assertThat(SERVICE.revision()).isEqualTo(old + 1);
    }

    @Test
    void aLinkWithFiltersShowsWhatMatches() throws Exception {
        addModel("Found by its kind");
        var model = SERVICE.revision();
        var other = changeTimeout(90);

        try (var visit = SERVICE.visitAs("viewer").open("#/history?what=model&actor=local-admin")) {
            assertThat(what(visit.page())).hasValue("model");
            assertThat(who(visit.page())).hasValue("local-admin");
            assertThat(row(visit.page(), model)).containsText("Found by its kind");
            assertThat(row(visit.page(), other)).hasCount(0);

            link(visit.page(), String.valueOf(model)).click();
            assertThat(visit.heading()).hasText("Revision " + model);
            visit.page().goBack();
            assertThat(what(visit.page())).hasValue("model");

            button(visit.page(), "Clear filters").click();
            assertThat(row(visit.page(), other)).isVisible();
            assertThat(visit.page()).hasURL(Pattern.compile(".*#/history$"));
        }
    }

    @Test
    void filtersAreInTheAddress() throws Exception {
        addModel("Not in effect");
        var model = SERVICE.revision();
        var gateway = changeTimeout(90);

        try (var visit = SERVICE.visitAs("viewer").open("#/history")) {
            what(visit.page()).selectOption("gateway.updated");
            assertThat(row(visit.page(), gateway)).isVisible();
            assertThat(row(visit.page(), model)).hasCount(0);
            assertThat(visit.page()).hasURL(Pattern.compile(".*#/history\\?what=gateway\\.updated$"));

            visit.page().reload();
            assertThat(what(visit.page())).hasValue("gateway.updated");

            who(visit.page()).fill("nobody");
            button(visit.page(), "Apply filters").click();
            assertThat(visit.page().getByText("No changes match")).isVisible();
            assertThat(visit.violations()).isEmpty();
        }
    }

    private static String addModel(String name) throws Exception {
        return SERVICE.call("admin", "POST", "/models", MODEL.formatted(name))
                .path("id")
                .asText();
    }

    /** Returns the revision after the change. */
    private static int changeTimeout(int seconds) throws Exception {
        SERVICE.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(seconds));
        return SERVICE.revision();
    }

    private static Locator row(Page page, int revision) {
        return page.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(Pattern.compile("^" + revision + " ")));
    }

    private static Locator what(Page page) {
        return page.getByLabel("What", new GetByLabelOptions().setExact(true));
    }

    private static Locator who(Page page) {
        return page.getByLabel("Who", new GetByLabelOptions().setExact(true));
    }
}
