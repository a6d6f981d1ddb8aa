package dev.duoconfig.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.realparts.Keycloak;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in to the console at a real Keycloak, with the service below a path behind a real nginx. Not part of
 * {@code mvn verify}:
 *
 * <pre>mvn -Preal-parts,console -Dit.test=KeycloakSignInIT verify</pre>
 */
class KeycloakSignInIT {

    private static final String REALM = "duo-config";
    private static final String URL_OF_EXAMPLE = "https://example.com";

    /** Seconds. */
    private static final int SHORT = 5;

    private static final int LONG = 300;

    @TempDir
    private static Path home;

    private static Nginx nginx;
    private static Keycloak keycloak;
    private static PackagedApplication application;

    @BeforeAll
    static void start() throws Exception {
        var port = PackagedApplication.freePort();
        nginx = Nginx.start(home, port);
        var realm =
                Files.readString(Path.of("docs/examples/keycloak-realm.json")).replace(URL_OF_EXAMPLE, nginx.origin());
        keycloak = Keycloak.start(Map.of(REALM, realm));
        keycloak.administration().addUser(REALM, "alice", "duo-admins");
        keycloak.administration().addUser(REALM, "victor", "duo-viewers");
        application = PackagedApplication.start(
                home,
                Map.of(
                        PackagedApplication.PORT,
                        String.valueOf(port),
                        "DUO_PUBLIC_URL",
                        nginx.url(),
                        "DUO_OIDC_ISSUER",
                        keycloak.issuer(REALM),
                        "DUO_OIDC_ADMIN_VALUES",
                        "duo-admins",
                        "DUO_OIDC_VIEWER_VALUES",
                        "duo-viewers",
                        "DUO_CONSOLE_CLIENT_ID",
                        "duo-config-console"));
    }

    @AfterAll
    static void stop() {
        application.close();
        keycloak.close();
        nginx.close();
    }

    @BeforeEach
    void issueLongTokens() throws Exception {
        issueFor(LONG);
    }

    @Test
    void keycloakLeadsBackToThePageThatWasOpened() {
        try (var visit = visit().open("#/models")) {
            atKeycloak(visit.page()).click();
            signIn(visit.page(), "alice");

            assertThat(visit.heading()).hasText("Self-hosted models");
            assertThat(visit.page()).hasURL(visit.url() + "#/models");
            assertThat(visit.page().getByText("Signed in as alice")).isVisible();
            // Changes by others arrive through the proxy.
            assertThat(visit.page().getByText("Live", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
    }

    @Test
    void aViewerMayNotChangeAnything() {
        try (var visit = visit().open("#/models")) {
            atKeycloak(visit.page()).click();
            signIn(visit.page(), "victor");

            assertThat(visit.page().getByText("Signed in as victor")).isVisible();
            assertThat(visit.page().getByText("Changes need the role admin")).isAttached();
        }
    }

    @Test
    void aSessionThatEndsContinuesAfterSigningInInAnotherTab() throws Exception {
        issueFor(SHORT);
        try (var visit = visit().open("#/models")) {
            atKeycloak(visit.page()).click();
            signIn(visit.page(), "alice");
            var dialog = visit.page().getByRole(AriaRole.DIALOG, named("Your session has ended"));
            assertThat(dialog).isVisible();

            issueFor(LONG);
            // Keycloak remembers the user and does not ask for the password again.
            var tab = visit.page().waitForPopup(() -> dialog.getByRole(
                            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign in with OIDC in a new tab"))
                    .click());

            assertThat(tab.getByText("You are signed in again")).isVisible();
            assertThat(dialog).hasCount(0);
            assertThat(visit.heading()).hasText("Self-hosted models");
        }
    }

    private static void issueFor(int seconds) throws Exception {
        keycloak.administration().changeRealm(REALM, "{\"accessTokenLifespan\": %d}".formatted(seconds));
    }

    private static Visit visit() {
        var visit = Visit.throughCompressingProxy(nginx.url());
        visit.watch().allowOrigin(keycloak.url());
        return visit;
    }

    private static Locator atKeycloak(Page page) {
        return page.getByRole(AriaRole.BUTTON, named("Sign in with OIDC"));
    }

    private static void signIn(Page page, String user) {
        page.getByRole(AriaRole.TEXTBOX, named("Username or email")).fill(user);
        page.getByRole(AriaRole.TEXTBOX, named("Password")).fill(user);
        page.getByRole(AriaRole.BUTTON, named("Sign In")).click();
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
