package dev.duoconfig.browser;

import java.util.HashMap;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.buttonIn;
import static dev.duoconfig.browser.Controls.dialog;
import static org.assertj.core.api.Assertions.assertThat;

/** Signing in to the console where the service signs its own tokens: by the link of the start, and by a token. */
@OneAfterTheOther
class SignInIT {

    private static final String STORED = "JSON.stringify([sessionStorage, localStorage, document.cookie])";

    /** The calls of the form, unlike those of the pages themselves. */
    private static final String CALLS = "**/{plan,gateway}*";

    private static final GetByTextOptions EXACTLY = new GetByTextOptions().setExact(true);

    @RegisterExtension
    private static final NewService SERVICE = NewService.SHARED;

    @Test
    void theLinkOfTheStartSignsInOnce() {
        var link = SERVICE.application().signInLink();
        var code = link.substring(link.lastIndexOf('/') + 1);

        try (var visit = SERVICE.visit()) {
            visit.page().navigate(link);

            assertThat(visit.heading()).hasText("Overview");
            assertThat(visit.page().url()).endsWith("/console/#/");
            assertThat((String) visit.page().evaluate(STORED)).doesNotContain(code);
            visit.page().goBack();
            assertThat(visit.page().url()).doesNotContain(code);
        }
        try (var again = SERVICE.visit()) {
            again.page().navigate(link);

            assertThat(again.page().getByRole(AriaRole.ALERT)).containsText("The link does not work");
            assertThat(token(again.page())).isVisible();
        }
    }

    @Test
    void aTokenLeadsToThePageThatWasOpened() {
        try (var visit = SERVICE.visit().open("#/models")) {
            assertThat(visit.heading()).hasText("Sign in to Duo Config");

            signIn(visit.page(), SERVICE.application().token("viewer"));

            assertThat(visit.heading()).hasText("Self-hosted models");
            assertThat(visit.page()).hasURL(Pattern.compile(".*/console/#/models$"));
        }
    }

    @Test
    void anEmptyFieldAsksForAToken() {
        try (var visit = SERVICE.visit().open("#/")) {
            signIn(visit.page(), "");

            assertThat(visit.page().getByText("Paste a token.", EXACTLY)).isVisible();
            assertThat(token(visit.page())).hasAttribute("aria-invalid", "true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no token", "eyJhbGciOiJub25lIn0.e30.", "tøken", "<b>token</b>"})
    void whatIsNoTokenIsRejected(String text) {
        try (var visit = SERVICE.visit().open("#/")) {
            signIn(visit.page(), text);

            assertThat(visit.page().getByText("does not accept this token")).isVisible();
            assertThat(token(visit.page())).hasAttribute("aria-invalid", "true");
            assertThat(visit.violations()).isEmpty();
        }
    }

    @Test
    void theRoleResolverCannotUseTheConsole() {
        try (var visit = SERVICE.visit().open("#/")) {
            signIn(visit.page(), SERVICE.application().token("resolver"));

            assertThat(visit.page().getByText("has the role resolver, which cannot use the console"))
                    .isVisible();
            assertThat(visit.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//example.com/", "https://example.com", "javascript:alert(1)", "/\\example.com"})
    void anAddressElsewhereIsNotFollowedAfterSigningIn(String target) {
        try (var visit = SERVICE.visit().open("#/sign-in?to=" + target)) {
            signIn(visit.page(), SERVICE.application().token("admin"));

            assertThat(visit.page().getByRole(AriaRole.NAVIGATION)).isVisible();
            assertThat(visit.page().url())
                    .startsWith("http://127.0.0.1:" + SERVICE.application().port() + "/console/#/");
        }
    }

    @Test
    void signingOutForgetsTheToken() {
        var admin = SERVICE.application().token("admin");
        try (var visit = SERVICE.visit().open("#/")) {
            signIn(visit.page(), admin);
            assertThat(visit.heading()).hasText("Overview");
            visit.page().reload();
            assertThat(visit.heading()).hasText("Overview");

            visit.page().getByRole(AriaRole.BUTTON, named("Sign out")).click();

            assertThat(visit.heading()).hasText("Sign in to Duo Config");
            assertThat((String) visit.page().evaluate(STORED)).doesNotContain(admin);
            visit.page().goBack();
            assertThat(visit.heading()).hasText("Sign in to Duo Config");
            visit.page().reload();
            assertThat(visit.heading()).hasText("Sign in to Duo Config");
        }
    }

    @Test
    void whatWasEnteredIsKeptAndSavedAfterSigningInAgain() throws Exception {
        try (var visit = SERVICE.visitAs("admin").open("#/configuration")) {
            var page = visit.page();
            page.getByLabel("AI gateway URL").fill("https://kept.example.com");
            page.getByLabel("Request timeout in seconds").fill("123");
            page.route(CALLS, SignInIT::withARejectedToken);
            button(page, "Review changes").click();

            var dialog = dialog(page, "Your session has ended");
            assertThat(dialog).isVisible();
            assertThat(dialog).containsText("What you entered on this page is kept.");
            assertThat(visit.violations()).isEmpty();
            page.keyboard().press("Escape");
            assertThat(dialog).isVisible();

            page.unroute(CALLS);
            var token = dialog.getByLabel("Token", new Locator.GetByLabelOptions().setExact(true));
            token.fill("a.wrong.token");
            buttonIn(dialog, "Sign in").click();
            assertThat(dialog).containsText("The service does not accept this token");
            token.fill(SERVICE.application().token("admin"));
            buttonIn(dialog, "Sign in").click();
            assertThat(dialog).hasCount(0);

            var review = dialog(page, "Review changes to the configuration");
            assertThat(review).isVisible();
            buttonIn(review, "Try again").click();
            PlanDialog.of(page, "Review changes to the configuration")
                    .says("https://kept.example.com")
                    .confirm("Save changes");

            assertThat(page.getByText("Saved.", EXACTLY)).isVisible();
            assertThat(page.getByLabel("AI gateway URL")).hasValue("https://kept.example.com");
        }
        var gateway = SERVICE.call("viewer", "GET", "/gateway", "");
        assertThat(gateway.path("url").asText()).isEqualTo("https://kept.example.com");
        assertThat(gateway.path("request_timeout_seconds").asInt()).isEqualTo(123);
    }

    private static void signIn(Page page, String text) {
        token(page).fill(text);
        page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    }

    private static Locator token(Page page) {
        return page.getByLabel("Token", new GetByLabelOptions().setExact(true));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static void withARejectedToken(Route route) {
        var headers = new HashMap<>(route.request().headers());
        headers.put("authorization", "Bearer an.expired.token");
        route.resume(new Route.ResumeOptions().setHeaders(headers));
    }
}
