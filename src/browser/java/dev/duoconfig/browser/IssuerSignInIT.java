package dev.duoconfig.browser;

import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Signing in to the console at an OIDC issuer, with the authorization code flow and PKCE. */
@OneAfterTheOther
class IssuerSignInIT {

    private static final String STORED = "JSON.stringify([sessionStorage, localStorage, document.cookie])";
    private static final Duration SHORT = Duration.ofSeconds(3);

    @RegisterExtension
    private static final IssuerService SERVICE = IssuerService.SHARED;

    @BeforeEach
    void letJaneIn() {
        SERVICE.issuer().reset();
    }

    @Test
    void theIssuerLeadsBackToThePageThatWasOpened() {
        try (var visit = visit().open("#/models?search=gpt")) {
            atIssuer(visit.page()).click();
            continueAsJane(visit.page()).click();

            assertThat(visit.heading()).hasText("Self-hosted models");
            assertThat(visit.page()).hasURL(Pattern.compile(".*/console/#/models\\?search=gpt$"));
            assertThat(visit.page().getByText("Signed in as jane")).isVisible();
            assertThat((String) visit.page().evaluate(STORED)).doesNotContain("verifier", "\"state\"");
            visit.page().goBack();
            assertThat(visit.page().url()).doesNotContain("code=");
        }
    }

    @Test
    void aRoleThatIsNotGrantedIsSaid() {
        SERVICE.issuer().grant("everybody");
        try (var visit = visit().open("#/")) {
            atIssuer(visit.page()).click();
            continueAsJane(visit.page()).click();

            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("role");
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void aCodeThatThisTabDidNotAskForIsNotExchanged() {
        var before = SERVICE.issuer().issued();
        try (var visit = visit()) {
            visit.page()
                    .navigate(visit.url() + "?code=stolen&state=forged&iss="
                            + SERVICE.issuer().url());

            assertThat(visit.heading()).hasText("Sign in to Duo Config");
            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("did not ask it to");
            assertThat(visit.page().url()).doesNotContain("code=");
            assertThat(SERVICE.issuer().issued()).isEqualTo(before);
        }
    }

    @Test
    void anAnswerToAnotherRequestIsNotExchanged() {
        var before = SERVICE.issuer().issued();
        try (var visit = visit().open("#/")) {
            atIssuer(visit.page()).click();
            assertThat(continueAsJane(visit.page())).isVisible();
            visit.page()
                    .navigate(visit.url() + "?code=stolen&state=forged&iss="
                            + SERVICE.issuer().url());

            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("sign-in at the issuer failed");
            assertThat(SERVICE.issuer().issued()).isEqualTo(before);
        }
    }

    @Test
    void whatTheIssuerSaysIsShownAsText() {
        try (var visit = visit().open("#/")) {
            atIssuer(visit.page()).click();
            assertThat(continueAsJane(visit.page())).isVisible();
            var state = visit.page().url().replaceAll(".*[?&]state=([^&]*).*", "$1");
            visit.page()
                    .navigate(visit.url() + "?error=access_denied&error_description=%3Cimg%20src%3Dx%3E&state=" + state
                            + "&iss=" + SERVICE.issuer().url());

            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("<img src=x>");
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void aSessionThatEndsContinuesAfterSigningInInAnotherTab() {
        SERVICE.issuer().issueFor(SHORT);
        try (var visit = visit().open("#/models")) {
            atIssuer(visit.page()).click();
            continueAsJane(visit.page()).click();
            assertThat(visit.heading()).hasText("Self-hosted models");

            var dialog = visit.page().getByRole(AriaRole.DIALOG, named("Your session has ended"));
            assertThat(dialog).isVisible();
            assertThat(visit.violations()).isEmpty();
            SERVICE.issuer().issueFor(IssuerDouble.LIFETIME);
            var tab = visit.page().waitForPopup(() -> dialog.getByRole(
                            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign in with OIDC in a new tab"))
                    .click());
            continueAsJane(tab).click();

            assertThat(tab.getByText("You are signed in again")).isVisible();
            assertThat(dialog).hasCount(0);
            assertThat(visit.heading()).hasText("Self-hosted models");
        }
    }

    private static Visit visit() {
        var visit = SERVICE.visit();
        visit.watch().allowOrigin(SERVICE.issuer().url());
        return visit;
    }

    private static Locator atIssuer(Page page) {
        return page.getByRole(AriaRole.BUTTON, named("Sign in with OIDC"));
    }

    private static Locator continueAsJane(Page page) {
        return page.getByRole(AriaRole.LINK, named("Continue as Jane"));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
