package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.contract.Operation.Access;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.OtherSettings;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Authentication and authorization rules, which are the same for every issuer. */
abstract class AccessRules {

    private static final List<String> ROLES = List.of("admin", "planner", "viewer", "resolver");

    private static final String DRY_RUN = "dry_run";

    /** The issuer that the service is configured with. */
    abstract TestIssuer issuer();

    static List<Operation> operations() {
        return Contract.published().operations().stream()
                .filter(operation -> !operation.access().isEmpty())
                .toList();
    }

    static List<Operation> openOperations() {
        return Contract.published().operations().stream()
                .filter(operation -> operation.access().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("openOperations")
    void anOperationWithoutRolesAdmitsEveryoneWhateverTheToken(Operation operation) {
        var token = issuer().token("resolver");

        SoftAssertions.assertSoftly(softly -> {
            assertAdmitted(softly, "no token", call(operation, Api.anonymous()));
            for (var scheme : List.of("bearer", "private_token")) {
                assertAdmitted(softly, scheme + " garbage", call(operation, with(scheme, "garbage")));
                assertAdmitted(softly, scheme + " forged", call(operation, with(scheme, "a.b.c")));
                assertAdmitted(softly, scheme, call(operation, with(scheme, token)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationAdmitsOnlyTheRolesOfTheContract(Operation operation) {
        var issuer = issuer();
        var tokens = ROLES.stream().collect(Collectors.toMap(role -> role, issuer::token));
        var tokenWithoutRole = issuer.tokenWith(List.of());

        SoftAssertions.assertSoftly(softly -> {
            assertTokenRequired(softly, "no token", call(operation, Api.anonymous()));
            for (var scheme : List.of("bearer", "private_token")) {
                assertUnauthorized(softly, scheme + " garbage", call(operation, with(scheme, "garbage")));
                assertForbidden(softly, scheme + " no role", call(operation, with(scheme, tokenWithoutRole)));
                for (var role : ROLES) {
                    var token = Objects.requireNonNull(tokens.get(role));
                    var response = call(operation, with(scheme, token));
                    if (!operation.access().contains(new Access(scheme, role))) {
                        assertForbidden(softly, scheme + " " + role, response);
                    } else if (role.equals("planner")
                            && operation.queryParameters().contains(DRY_RUN)) {
                        assertDryRunRequired(softly, operation, scheme, token);
                    } else {
                        assertAdmitted(softly, scheme + " " + role, response);
                    }
                }
            }
        });
    }

    /** A planner may do what a viewer may, and every write as a dry run. */
    @Test
    void thePlannerMayReadWhatAViewerMayAndTryOutEveryWrite() {
        var plans = Set.of("POST /plan", "POST /gitlab-instances/{id}/plan");

        assertThat(operations())
                .allSatisfy(operation -> assertThat(operation.roles().contains("planner"))
                        .isEqualTo(operation.roles().contains("viewer")
                                || operation.queryParameters().contains(DRY_RUN)
                                || plans.contains(operation.toString())));
    }

    private static void assertDryRunRequired(SoftAssertions softly, Operation operation, String scheme, String token) {
        for (var value : List.of("false", "1", "TRUE", "")) {
            assertForbidden(
                    softly,
                    "dry_run=" + value,
                    call(operation, with(scheme, token).queryParam(DRY_RUN, value)));
        }
        assertForbidden(softly, "twice", call(operation, with(scheme, token).queryParam(DRY_RUN, "true", "false")));
        var response = call(operation, with(scheme, token));
        assertForbidden(softly, "no dry_run", response);
        softly.assertThat(response.<String>path("detail")).contains("dry_run=true");
        assertAdmitted(softly, "dry run", call(operation, with(scheme, token).queryParam(DRY_RUN, "true")));
    }

    @Test
    void aForgedTokenIsRefusedInEitherHeader() {
        SoftAssertions.assertSoftly(softly -> Forgeries.of(issuer()).forEach((name, token) -> {
            assertUnauthorized(softly, name, with("bearer", token).get("/gateway"));
            assertUnauthorized(
                    softly,
                    name + " in PRIVATE-TOKEN",
                    with("private_token", token).get("/gateway"));
        }));
    }

    @Test
    void aValidTokenIsNotAcceptedInOtherPlaces() {
        var token = issuer().token("admin");

        SoftAssertions.assertSoftly(softly -> {
            assertTokenRequired(
                    softly,
                    "basic",
                    Api.anonymous().header("Authorization", "Basic " + token).get("/gateway"));
            assertTokenRequired(
                    softly,
                    "no scheme",
                    Api.anonymous().header("Authorization", token).get("/gateway"));
            assertTokenRequired(
                    softly, "cookie", Api.anonymous().cookie("q_session", token).get("/gateway"));
            assertUnauthorized(
                    softly,
                    "a bad bearer token beside a good private token",
                    with("bearer", "garbage").header("PRIVATE-TOKEN", token).get("/gateway"));
        });
    }

    @Test
    void anUnmappedValueGrantsNoRole() {
        var issuer = issuer();
        var admin = Objects.requireNonNull(issuer.roleValues().get("admin"));
        var values = new LinkedHashMap<String, List<String>>();
        values.put("unknown", List.of("owner"));
        values.put("another case", List.of(admin.toUpperCase(Locale.ROOT)));
        values.put("longer", List.of(admin + "s"));
        values.put("with a space", List.of(admin + " "));
        values.put("a list in one value", List.of("owner," + admin));

        SoftAssertions.assertSoftly(softly -> values.forEach((name, claimValues) -> assertForbidden(
                softly, name, with("bearer", issuer.tokenWith(claimValues)).get("/gateway"))));
    }

    @Test
    void aTextIsOneValueAndOtherTypesAreNone() {
        var issuer = issuer();
        var admin = Objects.requireNonNull(issuer.roleValues().get("admin"));
        var refused = new LinkedHashMap<String, @Nullable Object>();
        refused.put("several words", "not " + admin);
        refused.put("several words with the value first", admin + " not");
        refused.put("a line break", "not\n" + admin);
        refused.put("a list in one text", "[\"" + admin + "\"]");
        refused.put("an object with the value in a text", Map.of("d", "the " + admin + " here"));
        refused.put("an object with the value", Map.of("d", admin));
        refused.put("an object with the value as a name", Map.of(admin, true));
        refused.put("a list of lists", List.of(List.of(admin)));
        refused.put("a list of objects", List.of(Map.of("name", admin)));
        refused.put("a number", 1);
        refused.put("a boolean", true);
        refused.put("null", null);
        var accepted = new LinkedHashMap<String, Object>();
        accepted.put("one text", admin);
        accepted.put("a list with other types", Arrays.asList(5, null, Map.of("a", "b"), admin));

        SoftAssertions.assertSoftly(softly -> {
            refused.forEach((name, roles) -> assertForbidden(
                    softly,
                    name,
                    with("bearer", issuer.sign(issuer.claimsWithRoles(roles))).get("/gateway")));
            accepted.forEach((name, roles) -> assertAccepted(softly, name, issuer.sign(issuer.claimsWithRoles(roles))));
        });
    }

    @Test
    void aTokenOfAnotherKindIsRefused() {
        var issuer = issuer();
        var claims =
                issuer.claims(List.of(Objects.requireNonNull(issuer.roleValues().get("admin"))));

        SoftAssertions.assertSoftly(softly -> {
            for (var type : List.of(
                    "ID", "id+jwt", "logout+jwt", "dpop+jwt", "JOSE", "Refresh", "", " JWT", 5, true, List.of("JWT"))) {
                assertUnauthorized(
                        softly,
                        "header " + type,
                        with("bearer", issuer.signAs(type, claims)).get("/gateway"));
            }
            for (var type :
                    List.of("ID", "Refresh", "Logout", "id", "REFRESH", "Offline", 5, true, List.of("ID"), Map.of())) {
                var other = new LinkedHashMap<>(claims);
                other.put("typ", type);
                assertUnauthorized(
                        softly,
                        "payload " + type,
                        with("private_token", issuer.sign(other)).get("/gateway"));
            }
        });
    }

    @Test
    void anAccessTokenIsAcceptedWhetherOrNotItStatesItsKind() {
        var issuer = issuer();
        var claims =
                issuer.claims(List.of(Objects.requireNonNull(issuer.roleValues().get("admin"))));
        var keycloak = new LinkedHashMap<>(claims);
        keycloak.put("typ", "Bearer");
        var pipeline = new LinkedHashMap<>(claims);
        pipeline.remove("preferred_username");
        pipeline.put("sub", "project_path:infra/duo:ref_type:branch:ref:main");
        pipeline.put("user_login", "jane");

        SoftAssertions.assertSoftly(softly -> {
            for (var type : List.of("JWT", "at+jwt", "application/at+jwt")) {
                assertAccepted(softly, "header " + type, issuer.signAs(type, claims));
            }
            assertAccepted(softly, "no type", issuer.signAs(null, claims));
            assertAccepted(softly, "payload Bearer", issuer.sign(keycloak));
            assertAccepted(softly, "a pipeline's ID token", issuer.sign(pipeline));
        });
    }

    @Test
    void aTokenWhoseNameIsNotATextIsRefused() {
        var issuer = issuer();

        SoftAssertions.assertSoftly(softly -> {
            for (var claim : List.of("preferred_username", "upn", "sub")) {
                for (var value : List.of(5, 1.5, true, List.of("jane"), List.of(), Map.of("name", "jane"))) {
                    var claims = issuer.claims(
                            List.of(Objects.requireNonNull(issuer.roleValues().get("admin"))));
                    claims.put(claim, value);
                    assertUnauthorized(
                            softly,
                            claim + " " + value,
                            with("bearer", issuer.sign(claims)).get("/gateway"));
                }
            }
        });
    }

    @Test
    void severalValuesGrantSeveralRoles() {
        var issuer = issuer();
        var values = List.of(
                "owner",
                Objects.requireNonNull(issuer.roleValues().get("viewer")),
                Objects.requireNonNull(issuer.roleValues().get("resolver")));
        var token = issuer.tokenWith(values);

        var gateway = with("bearer", token).get("/gateway");
        var metadata = with("bearer", token).get("/features/nothing/model-metadata");

        gateway.then().statusCode(200);
        metadata.then().statusCode(404);
    }

    /** Asks twice with each token, because the second response comes from the token cache. */
    @Test
    void theCallerLearnsItsNameItsRolesAndTheEndOfItsToken() {
        var issuer = issuer();
        var values = List.of(
                Objects.requireNonNull(issuer.roleValues().get("resolver")),
                "owner",
                Objects.requireNonNull(issuer.roleValues().get("viewer")));
        var claims = issuer.claims(values);
        claims.put("preferred_username", "jane\u3164");
        claims.put("exp", 1_893_456_000L);
        var token = issuer.sign(claims);

        for (var scheme : List.of("bearer", "private_token", "bearer")) {
            var caller = with(scheme, token).get("/caller");

            caller.then().statusCode(200).header("Cache-Control", "private, no-cache");
            assertThat(caller.<String>path("name")).matches("jane\\? \\[[0-9a-f]{16}\\]");
            assertThat(caller.<List<String>>path("roles")).containsExactly("viewer", "resolver");
            assertThat(caller.<String>path("expires_at")).isEqualTo("2030-01-01T00:00:00.000Z");
        }
    }

    @Test
    void aTokenThatNeverEndsInPracticeHasAnEndThatCanBeWritten() {
        var issuer = issuer();
        var claims =
                issuer.claims(List.of(Objects.requireNonNull(issuer.roleValues().get("admin"))));
        claims.put("exp", 9_999_999_999_999L);

        var caller = with("bearer", issuer.sign(claims)).get("/caller");

        assertThat(caller.<String>path("name")).isEqualTo("jane");
        assertThat(caller.<List<String>>path("roles")).containsExactly("admin");
        assertThat(caller.<String>path("expires_at")).isEqualTo("9999-12-31T23:59:59.000Z");
    }

    static RequestSpecification with(String scheme, String token) {
        var request = Api.anonymous();
        return scheme.equals("bearer")
                ? request.header("Authorization", "Bearer " + token)
                : request.header("PRIVATE-TOKEN", token);
    }

    static void assertUnauthorized(SoftAssertions softly, String name, Response response) {
        assertUnauthorized(softly, name, response, List.of("error=\"invalid_token\""));
    }

    /** A request without a token is told only that it needs one. */
    private static void assertTokenRequired(SoftAssertions softly, String name, Response response) {
        assertUnauthorized(softly, name, response, List.of());
    }

    private static void assertUnauthorized(
            SoftAssertions softly, String name, Response response, List<String> parameters) {
        assertProblem(softly, name, response, 401, "unauthorized");
        var all = new ArrayList<>(parameters);
        if (ConfigProvider.getConfig()
                .getOptionalValue("duo.oidc.issuer", String.class)
                .isPresent()) {
            all.add("resource_metadata=\"" + OtherSettings.PUBLIC_URL + "/.well-known/oauth-protected-resource\"");
        }
        softly.assertThat(response.headers().getValues("WWW-Authenticate"))
                .as(name)
                .containsExactly(("Bearer " + String.join(", ", all)).strip());
    }

    private static void assertForbidden(SoftAssertions softly, String name, Response response) {
        assertProblem(softly, name, response, 403, "forbidden");
        softly.assertThat(response.header("WWW-Authenticate")).as(name).isNull();
    }

    private static void assertAccepted(SoftAssertions softly, String name, String token) {
        softly.assertThat(with("bearer", token).get("/gateway").statusCode())
                .as(name)
                .isEqualTo(200);
    }

    /** An admitted request is refused for its unknown query parameter, so that it changes nothing. */
    private static void assertAdmitted(SoftAssertions softly, String name, Response response) {
        assertProblem(softly, name, response, 400, "unknown-parameter");
    }

    private static void assertProblem(SoftAssertions softly, String name, Response response, int status, String code) {
        softly.assertThat(response.statusCode()).as(name).isEqualTo(status);
        softly.assertThat(response.contentType()).as(name).startsWith("application/problem+json");
        if (response.statusCode() == status) {
            softly.assertThat(response.<String>path("code")).as(name).isEqualTo(code);
        }
    }

    private static Response call(Operation operation, RequestSpecification request) {
        operation.bodies().keySet().stream().findFirst().ifPresent(type -> request.contentType(type)
                .body("{"));
        var path = operation.path().replace("{id}", "1").replace("{feature}", "duo_chat");
        return request.queryParam("unasked", "1").request(operation.method(), path);
    }
}
