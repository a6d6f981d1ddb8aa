package dev.duoconfig.security;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.TightLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** The rate limits per caller, set to one request per minute. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@TestProfile(TightLimits.class)
class CallerRateLimitsTest {

    /** Imports count together with synchronizations, before anything else is validated. */
    private static final List<String> IMPORTS = List.of(
            "{\"url\": \"https://gitlab.example.com\", \"token\": \"glpat-example\"}",
            "{\"url\": \"nowhere\", \"token\": \"glpat-example\"}",
            "{\"url\": \"http://169.254.169.254\", \"token\": \"a\\nb\"}",
            "{\"url\": null, \"token\": null}",
            "{}");

    @Test
    void excessRequestsAreRefusedAndEachKindIsCountedSeparately() {
        assertThat(post("/subscription/sync").statusCode()).isEqualTo(200);
        assertThat(post("/gateway/check").statusCode()).isEqualTo(200);

        assertLimited(post("/subscription/sync"));
        assertLimited(post("/subscription/sync?dry_run=true"));
        assertLimited(post("/gateway/check"));
        assertThat(IMPORTS)
                .allSatisfy(body -> assertLimited(Api.as("admin").body(body).post("/configuration/imports/gitlab")));
        assertLimited(Api.as("admin")
                .header("If-Match", "no tag")
                .queryParam("dry_run", "perhaps")
                .body("{}")
                .post("/configuration/imports/gitlab"));
        assertLimited(post("/subscription/sync?dry_run=perhaps"));
        Api.as("admin").get("/subscription").then().statusCode(200);
        assertThat(post("/gateway/check?via=direct").statusCode())
                .as("bad input is not counted")
                .isEqualTo(400);
    }

    @Test
    void callersAreCountedByTheirSubjectWhateverTheirNames() {
        assertThat(check("4f7a", "jane").statusCode()).isEqualTo(200);
        assertThat(check("9c01", "jane").statusCode()).isEqualTo(200);

        assertLimited(check("4f7a", "jane"));
        assertLimited(check("4f7a", "another name"));
        assertLimited(check("9c01", "x".repeat(300)));
        assertThat(check("4F7A", "jane").statusCode()).isEqualTo(200);
    }

    private static Response check(String subject, String name) {
        var claims = TestIssuer.local().claims(List.of("admin"));
        claims.put("sub", subject);
        claims.put("preferred_username", name);
        return AccessRules.with("bearer", TestIssuer.local().sign(claims)).post("/gateway/check");
    }

    private static Response post(String path) {
        return Api.as("admin").post(path);
    }

    private static void assertLimited(Response response) {
        assertProblem(response, 429, "rate-limited");
        assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 60);
    }
}
