package dev.duoconfig.browser;

import java.nio.file.Path;
import java.util.Map;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.packaged.PackagedApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What is around every page of the console: its navigation, its focus, and what it says about the service. */
@InBrowser
class ShellIT {

    @TempDir
    private static Path home;

    private static PackagedApplication application;

    @BeforeAll
    static void start() throws Exception {
        application = PackagedApplication.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void theNavigationIsBehindAMenuInANarrowWindowOnly() {
        try (var visit = Visit.as("admin", application).open("#/")) {
            var menu = visit.page().getByRole(AriaRole.BUTTON, named("Menu"));
            var navigation = visit.page().getByRole(AriaRole.NAVIGATION);
            assertThat(menu).isHidden();
            assertThat(navigation).isVisible();

            visit.show(new Look(Theme.LIGHT, Look.NARROW));
            assertThat(navigation).isHidden();
            menu.click();

            assertThat(menu).hasAttribute("aria-expanded", "true");
            assertThat(navigation).isVisible();
            assertThat(visit.violations()).isEmpty();
            navigation.getByText("History").click();
            assertThat(visit.heading()).hasText("History");
            assertThat(navigation).isHidden();
        }
    }

    @Test
    void aPageBeginsAtItsTitleForTheKeyboard() {
        try (var visit = Visit.as("admin", application).open("#/")) {
            visit.page().keyboard().press("Tab");
            assertThat(visit.page().getByRole(AriaRole.LINK, named("Skip to the content")))
                    .isFocused();
            visit.page().keyboard().press("Enter");
            assertThat(visit.page().getByRole(AriaRole.MAIN)).isFocused();

            visit.page()
                    .getByRole(AriaRole.LINK, named("History").setExact(true))
                    .focus();
            visit.page().keyboard().press("Enter");

            assertThat(visit.heading()).hasText("History");
            assertThat(visit.heading()).isFocused();
            assertThat(visit.page()).hasTitle("History · Duo Config");
        }
    }

    @Test
    void theRevisionIsThatOfTheNewestChangeWithoutLoadingAgain() throws Exception {
        try (var visit = Visit.as("viewer", application).open("#/")) {
            assertThat(visit.page().getByText("Live", new GetByTextOptions().setExact(true)))
                    .isVisible();
            var revision = application
                    .call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 120}")
                    .path("revision");

            assertThat(visit.page().getByText("Revision " + revision.asText())).isVisible();
            assertThat(visit.page().getByText("Changes need the role admin")).isVisible();
        }
    }

    @Test
    void aPageThatDoesNotExistSaysSo() {
        try (var visit = Visit.as("admin", application).open("#/no-such-page")) {
            assertThat(visit.heading()).hasText("Page not found");
            assertThat(visit.calledOperations()).contains("GET /console/config.json", "GET /caller");
        }
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name);
    }
}
