package dev.duoconfig.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.AccessRules.assertUnauthorized;
import static dev.duoconfig.security.AccessRules.with;
import static org.assertj.core.api.Assertions.assertThat;

/** A token that was verified a moment ago is not verified again, and no other token is accepted in its place. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class CachedTokenMechanismTest {

    private static final String PREPARED_PATH = "/revision";
    private static final String RESOURCE_PATH = "/gateway";

    @ParameterizedTest
    @CsvSource({
        "bearer, /revision, bearer, /revision",
        "bearer, /gateway, bearer, /gateway",
        "bearer, /revision, private_token, /gateway",
        "private_token, /gateway, bearer, /revision"
    })
    void aTokenIsVerifiedOnceWhereverItIsSent(String first, String firstPath, String second, String secondPath) {
        var token = newToken("viewer");
        var hits = lookups("hit");
        var misses = lookups("miss");

        with(first, token).get(firstPath).then().statusCode(200);
        assertThat(lookups("miss") - misses).as("not known yet").isEqualTo(1);
        assertThat(lookups("hit") - hits).isZero();

        with(second, token).get(secondPath).then().statusCode(200);
        assertThat(lookups("miss") - misses).as("known now").isEqualTo(1);
        assertThat(lookups("hit") - hits).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {PREPARED_PATH, RESOURCE_PATH})
    void aCachedTokenIsRefusedOnceItHasExpired(String path) {
        var claims = claims("viewer");
        var expiry = Instant.now().plusSeconds(3).getEpochSecond();
        claims.put("exp", expiry);
        var token = TestIssuer.local().sign(claims);

        with("bearer", token).get(path).then().statusCode(200);
        while (Instant.now().getEpochSecond() < expiry) {
            // Repeated requests do not extend its validity.
            with("bearer", token).get(path);
        }

        SoftAssertions.assertSoftly(softly ->
                assertUnauthorized(softly, "expired", with("bearer", token).get(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {PREPARED_PATH, RESOURCE_PATH})
    void aTokenSimilarToACachedOneIsRefused(String path) {
        var token = newToken("admin");
        with("bearer", token).get(path).then().statusCode(200);
        var payload = token.indexOf('.') + 1;
        var signature = token.lastIndexOf('.') + 1;

        SoftAssertions.assertSoftly(softly -> {
            for (var at : List.of(0, 5, payload, payload + 20, signature - 2, signature, signature + 100)) {
                var other = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
                assertUnauthorized(
                        softly, "changed at " + at, with("bearer", other).get(path));
            }
            assertUnauthorized(
                    softly,
                    "cut",
                    with("bearer", token.substring(0, token.length() - 4)).get(path));
        });
        with("bearer", token).get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {PREPARED_PATH, RESOURCE_PATH})
    void aRefusalIsNotCached(String path) {
        var hits = lookups("hit");

        SoftAssertions.assertSoftly(softly -> Forgeries.of(TestIssuer.local()).forEach((name, token) -> {
            assertUnauthorized(softly, name, with("bearer", token).get(path));
            assertUnauthorized(
                    softly, name + " again", with("private_token", token).get(path));
        }));

        assertThat(lookups("hit")).isEqualTo(hits);
    }

    @Test
    void aCachedTokenGrantsOnlyItsRoles() {
        var token = newToken("viewer");
        with("bearer", token).get(RESOURCE_PATH).then().statusCode(200);

        with("bearer", token).get("/secrets").then().statusCode(403);
        with("bearer", token).get("/features/duo_chat/model-metadata").then().statusCode(403);
        with("bearer", token)
                .contentType("application/json")
                .body("{\"request_timeout_seconds\": 90}")
                .patch(RESOURCE_PATH)
                .then()
                .statusCode(403);
    }

    @Test
    void theAuditNamesTheCallerOfACachedToken() {
        var token = newToken("admin");

        for (var seconds : List.of(90, 120)) {
            with("bearer", token)
                    .contentType("application/json")
                    .body("{\"request_timeout_seconds\": " + seconds + "}")
                    .patch(RESOURCE_PATH)
                    .then()
                    .statusCode(200);
        }

        assertThat(Database.rows("select actor from audit_event order by id"))
                .extracting(row -> row.get("actor"))
                .containsExactly("jane", "jane");
    }

    private static String newToken(String role) {
        return TestIssuer.local().sign(claims(role));
    }

    /** Claims with a unique ID, so that no two tokens are equal. */
    private static Map<String, Object> claims(String role) {
        var claims = TestIssuer.local().claims(List.of(role));
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    private static double lookups(String result) {
        return Scrape.now().value("duo_token_cache_lookups_total", "result", result);
    }
}
