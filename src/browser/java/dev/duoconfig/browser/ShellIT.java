package dev.duoconfig.browser;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What is around every page of the console: its navigation, its focus, and what it says about the service. */
@OneAfterTheOther
class ShellIT {

    @RegisterExtension
    private static final EmptyService SERVICE = EmptyService.SHARED;

    @Test
    void theNavigationIsBehindAMenuInANarrowWindowOnly() {
        try (var visit = SERVICE.visitAs("admin").open("#/")) {
            var menu = visit.page().getByRole(AriaRole.BUTTON, named("Menu"));
            var navigation = visit.page().getByRole(AriaRole.NAVIGATION, named("Duo Config"));
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
        try (var visit = SERVICE.visitAs("admin").open("#/")) {
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
        try (var visit = SERVICE.visitAs("viewer").open("#/")) {
            assertThat(visit.page().getByText("Live", new GetByTextOptions().setExact(true)))
                    .isVisible();
            SERVICE.call("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": 120}");

            var banner = visit.page().getByRole(AriaRole.BANNER);
            assertThat(banner).containsText("Revision " + SERVICE.revision());
            assertThat(visit.page().getByText("Changes need the role admin")).isVisible();
        }
    }

    @Test
    void aPageThatDoesNotExistSaysSo() {
        try (var visit = SERVICE.visitAs("admin").open("#/no-such-page")) {
            assertThat(visit.heading()).hasText("Page not found");
            assertThat(visit.calledOperations()).contains("GET /console/config.json", "GET /caller");
        }
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name);
    }
}
