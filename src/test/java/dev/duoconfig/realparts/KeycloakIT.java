package dev.duoconfig.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.outbound.TestAuthority;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application with tokens of a real Keycloak, whose realm is the file that docs/oidc.md shows. */
class KeycloakIT {

    private static final Path EXAMPLE = Path.of("docs/examples/keycloak-realm.json");
    private static final String REALM = "duo-config";

    /** The same realm once more, whose issuer is reached with the certificate of a private authority. */
    private static final String PRIVATE_REALM = "private";

    private static final String CHANGE = "{\"request_timeout_seconds\": 61}";

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static int tlsPort;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(directory);
        authority.issue("keycloak", "ip:127.0.0.1", "-1d", 30);
        var certificate = Files.writeString(directory.resolve("keycloak.pem"), authority.chain("keycloak"));
        var key = Files.writeString(directory.resolve("keycloak-key.pem"), authority.key("keycloak"));
        tlsPort = PackagedApplication.freePort();
        var realm = Files.readString(EXAMPLE);
        keycloak = Keycloak.start(
                Map.of(
                        REALM,
                        realm,
                        PRIVATE_REALM,
                        realm.replace("\"realm\": \"" + REALM, "\"realm\": \"" + PRIVATE_REALM),
                        PipelineRealm.NAME,
                        PipelineRealm.json()),
                "--https-port=" + tlsPort,
                "--https-certificate-file=" + certificate,
                "--https-certificate-key-file=" + key);
        keycloak.administration()
                .changeRealm(
                        PRIVATE_REALM,
                        "{\"attributes\": {\"frontendUrl\": \"https://127.0.0.1:%d\"}}".formatted(tlsPort));
        for (var name : new String[] {REALM, PRIVATE_REALM}) {
            keycloak.administration().allowPasswords(name, "duo-config-console");
            keycloak.administration().addUser(name, "alice", "duo-admins");
            keycloak.administration().addUser(name, "victor", "duo-viewers");
        }
        keycloak.administration().addUser(REALM, "mallory");
    }

    @AfterAll
    static void stop() {
        keycloak.close();
    }

    @ParameterizedTest
    @CsvSource({
        "groups, duo-admins, duo-planners, duo-viewers, duo-resolvers",
        "realm_access/roles, duo-admin, duo-planner, duo-viewer, duo-resolver",
        "resource_access/duo-config/roles, admin, planner, viewer, resolver"
    })
    void groupsRealmRolesAndClientRolesGrantRoles(
            String claim, String admin, String planner, String viewer, String resolver) throws Exception {
        var settings = Map.of(
                "DUO_OIDC_ISSUER",
                keycloak.issuer(REALM),
                "DUO_OIDC_ROLE_CLAIM",
                claim,
                "DUO_OIDC_ADMIN_VALUES",
                admin,
                "DUO_OIDC_PLANNER_VALUES",
                planner,
                "DUO_OIDC_VIEWER_VALUES",
                viewer,
                "DUO_OIDC_RESOLVER_VALUES",
                resolver);
        try (var application = PackagedApplication.start(newHome(), settings)) {
            var alice = user("alice");
            assertThat(application.callWith(alice, "GET", "/caller", "").toString())
                    .contains("\"name\":\"alice\"", "\"roles\":[\"admin\"]");
            assertThat(application.statusWith(alice, "PATCH", "/gateway", CHANGE))
                    .isEqualTo(200);
            var victor = user("victor");
            assertThat(application.statusWith(victor, "GET", "/models", "")).isEqualTo(200);
            assertThat(application.statusWith(victor, "PATCH", "/gateway", CHANGE))
                    .isEqualTo(403);
            var gitlab = keycloak.administration().clientToken(REALM, "gitlab");
            assertThat(application.statusWith(gitlab, "GET", "/features/duo_chat/effective-model", ""))
                    .isEqualTo(200);
            assertThat(application.statusWith(gitlab, "GET", "/models", "")).isEqualTo(403);
            var scripts = keycloak.administration().clientToken(REALM, "duo-config-scripts");
            assertThat(application.callWith(scripts, "GET", "/caller", "").toString())
                    .contains("\"name\":\"service-account-duo-config-scripts\"", "\"roles\":[\"planner\"]");
            assertThat(application.statusWith(scripts, "PATCH", "/gateway?dry_run=true", CHANGE))
                    .isEqualTo(200);
            assertThat(application.statusWith(scripts, "PATCH", "/gateway", CHANGE))
                    .isEqualTo(403);
            assertThat(application.statusWith(user("mallory"), "GET", "/caller", ""))
                    .isEqualTo(403);
            assertThat(application.log()).contains("A token grants no role", "'" + claim + "'");
        }
    }

    @Test
    void keysCanBeRotatedWithoutARestart() throws Exception {
        try (var application = PackagedApplication.start(newHome(), settings(keycloak.issuer(REALM)))) {
            var old = user("alice");
            assertThat(status(application, old)).isEqualTo(200);
            var oldKeys = keycloak.administration().signingKeys(REALM);

            keycloak.administration().addSigningKey(REALM);
            var current = user("alice");
            Await.until("a token of the new key is accepted", () -> status(application, current) == 200);
            assertThat(status(application, old)).isEqualTo(200);

            for (var key : oldKeys) {
                keycloak.administration().removeKey(REALM, key);
            }
            Await.until("the token of the old key is refused", () -> status(application, old) == 401);
            assertThat(status(application, current)).isEqualTo(200);
            assertThat(application.log()).contains("signed with a key that the issuer does not publish");
        }
    }

    @Test
    void anOutageStopsNeitherKnownTokensNorTheStart() throws Exception {
        var settings = settings(keycloak.issuer(REALM));
        try (var application = PackagedApplication.start(newHome(), settings)) {
            var token = user("alice");

            keycloak.stop();
            try (var late = PackagedApplication.launch(newHome(), settings)) {
                Await.until("the outage is noticed", () -> code(application, "/q/health/group/issuer") == 503);
                assertThat(code(application, "/q/health/ready")).isEqualTo(200);
                assertThat(status(application, token)).isEqualTo(200);
                assertThat(application
                                .callWith(token, "GET", "/diagnostics", "")
                                .toString())
                        .contains("issuer_unavailable");
                late.awaitLive();
                assertThat(code(late, "/q/health/ready")).isEqualTo(503);
                assertThat(status(late, token)).isEqualTo(503);

                keycloak.startAgain();
                late.awaitReady();
                assertThat(status(late, token)).isEqualTo(200);
                assertThat(late.log())
                        .containsOnlyOnce("THE OIDC ISSUER " + keycloak.issuer(REALM) + " CANNOT BE USED")
                        .contains("The OIDC issuer responds again");
            }
            Await.until("the end is noticed", () -> code(application, "/q/health/group/issuer") == 200);
            assertThat(application.log())
                    .containsOnlyOnce("The keys of the OIDC issuer " + keycloak.issuer(REALM) + " cannot be read")
                    .contains("The OIDC issuer responds again");
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedOnceItIsSet() throws Exception {
        var settings = new HashMap<>(settings("https://127.0.0.1:" + tlsPort + "/realms/" + PRIVATE_REALM));
        var token = keycloak.administration().userToken(PRIVATE_REALM, "duo-config-console", "alice");
        try (var application = PackagedApplication.launch(newHome(), settings)) {
            application.awaitLive();
            Await.until("the reason is logged", () -> application.log().contains("not issued by a trusted authority"));
            assertThat(application.log()).contains("DUO_OUTBOUND_CA_BUNDLE");
        }

        settings.put("DUO_OUTBOUND_CA_BUNDLE", authority.pem().toString());
        try (var application = PackagedApplication.start(newHome(), settings)) {
            assertThat(status(application, token)).isEqualTo(200);
            assertThat(status(application, user("alice"))).isEqualTo(401);
        }
    }

    @Test
    void peopleSignInAtOneIssuerAndPipelinesAtAnother() throws Exception {
        var settings = Map.of(
                "DUO_OIDC_ISSUER",
                keycloak.issuer(REALM),
                "DUO_OIDC_ADMIN_VALUES",
                "duo-admins",
                "DUO_OIDC_GITLAB_ISSUER",
                keycloak.issuer(PipelineRealm.NAME),
                "DUO_OIDC_GITLAB_NAME_CLAIM",
                "user_login",
                "DUO_OIDC_GITLAB_PLANNER_CLAIMS",
                "project_path=infra/duo",
                "DUO_OIDC_GITLAB_ADMIN_CLAIMS",
                "project_path=infra/duo, ref=main, ref_type=branch, ref_protected=true");
        try (var application = PackagedApplication.start(newHome(), settings)) {
            var alice = user("alice");
            var checkout = newHome();
            var document = application.callWith(alice, "GET", "/configuration", "");
            ((ObjectNode) document.path("gateway")).put("request_timeout_seconds", 61);
            Files.writeString(checkout.resolve("duo.yaml"), document.toString());

            assertThat(job("plan", application, PipelineRealm.MERGE_REQUEST, checkout))
                    .isZero();
            assertThat(checkout.resolve("plan.json")).content().contains("\"request_timeout_seconds\":61");
            assertThat(job("apply", application, PipelineRealm.MERGE_REQUEST, checkout))
                    .isNotZero();
            assertThat(checkout.resolve("applied.json")).content().contains("\"code\":\"forbidden\"");
            assertThat(timeout(application, alice)).isEqualTo(60);

            assertThat(job("apply", application, PipelineRealm.PROTECTED_BRANCH, checkout))
                    .isZero();
            assertThat(timeout(application, alice)).isEqualTo(61);
            assertThat(application
                            .callWith(alice, "GET", "/audit-events?per_page=1", "")
                            .toString())
                    .contains("\"actor\":\"bob\"", "\"issuer\":\"" + keycloak.issuer(PipelineRealm.NAME) + "\"");
            var other = keycloak.administration().clientToken(PipelineRealm.NAME, PipelineRealm.OTHER_PROJECT);
            assertThat(status(application, other)).isEqualTo(403);
            assertThat(application.log()).doesNotContain("gives the role admin");
        }
    }

    /** Settings under which each request is verified, with keys that are a second old at most. */
    private static Map<String, String> settings(String issuer) {
        return Map.of(
                "DUO_OIDC_ISSUER",
                issuer,
                "DUO_OIDC_ADMIN_VALUES",
                "duo-admins",
                "DUO_OIDC_KEY_REFRESH",
                "1s",
                "DUO_TOKEN_CACHE_LIFETIME",
                "0s");
    }

    private static Path newHome() throws IOException {
        return Files.createTempDirectory(directory, "home-");
    }

    private static String user(String name) throws Exception {
        return keycloak.administration().userToken(REALM, "duo-config-console", name);
    }

    private static int job(String name, PackagedApplication application, String client, Path checkout)
            throws Exception {
        var token = keycloak.administration().clientToken(PipelineRealm.NAME, client);
        return ExampleJob.run(
                name, checkout, Map.of("DUO", "http://127.0.0.1:" + application.port(), "DUO_TOKEN", token));
    }

    private static int timeout(PackagedApplication application, String token) throws Exception {
        return application
                .callWith(token, "GET", "/gateway", "")
                .path("request_timeout_seconds")
                .asInt();
    }

    private static int status(PackagedApplication application, String token) {
        try {
            return application.statusWith(token, "GET", "/caller", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The status of a response to a request without a token; 0 without a response. */
    private static int code(PackagedApplication application, String path) {
        try {
            return application.get(path).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
