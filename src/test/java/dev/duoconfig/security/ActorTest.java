package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.security.AccessRules.with;
import static org.assertj.core.api.Assertions.assertThat;

/** The audit tells callers apart, whatever their tokens call them. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ActorTest {

    private int seconds = 60;

    @Test
    void twoSubjectsWithOneNameAreTwoActors() {
        change("4f7a", "jane");
        change("9c01", "jane");

        assertThat(events().getList("actor")).containsExactly("jane", "jane");
        assertThat(events().getList("actor_id")).containsExactly("9c01", "4f7a");
        assertThat(events().getList("issuer")).containsOnly(LocalIssuer.ISSUER);
    }

    @Test
    void theServiceItselfHasNoIdAndNoIssuer() {
        Api.entitled();
        change("4f7a", "system");

        assertThat(events().getList("actor").get(0)).isNotEqualTo("system");
        assertThat(events().getString("[0].actor_id")).isEqualTo("4f7a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system",
                "system\u3164",
                "\u115fsystem",
                "sys\u200btem",
                " system ",
                "System",
                "s\u0443stem",
                "\uff53\uff59\uff53\uff54\uff45\uff4d",
                "sy\u0301stem\ufe0f",
                "system\u2800",
                "[system]",
                "systern"
            })
    void nobodyLooksLikeTheService(String name) {
        change("4f7a", name);

        var actor = events().getString("[0].actor");

        assertThat(actor).startsWith("caller ").matches("caller .+ \\[[0-9a-f]{16}\\]");
        assertThat(actor.codePoints()).allMatch(codePoint -> !Character.isISOControl(codePoint) && codePoint != 0x3164);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u3164", "\u2003\u00a0", "\u200b", "\u2800\u2800"})
    void aNameThatShowsNothingIsNamedByItsHash(String name) {
        change("4f7a", name);

        assertThat(events().getString("[0].actor")).matches("(unnamed|\\?+) \\[[0-9a-f]{16}\\]");
        assertThat(events().getString("[0].actor_id")).isEqualTo("4f7a");
    }

    @ParameterizedTest
    @CsvSource({"300, a, b", "255, a, b", "10000, '', a", "300, \u3164, \u115f"})
    void namesThatDifferInTheEndDiffer(int length, String end, String otherEnd) {
        change("4f7a", "x".repeat(length) + end);
        change("9c01", "x".repeat(length) + otherEnd);

        assertThat(events().getList("actor", String.class))
                .doesNotHaveDuplicates()
                .allSatisfy(actor -> assertThat(actor).hasSizeLessThanOrEqualTo(255));
    }

    @Test
    void anUnusualSubjectIsRecordedVisibly() {
        change("a\u0000b", "jane");
        change("a\u202eb", "jane");
        change("x".repeat(300), "jane");

        assertThat(events().getList("actor_id", String.class))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("\\P{Cntrl}{1,236} \\[[0-9a-f]{16}\\]"));
    }

    @Test
    void aCachedTokenHasTheSameActor() {
        var token = token("4f7a", "jane\u3164");
        change(token);
        change(token);

        var actors = new ArrayList<>(events().getList("actor"));
        assertThat(actors).hasSize(2).containsOnly(actors.get(0));
        assertThat(events().getList("actor_id")).containsOnly("4f7a");
    }

    private void change(String subject, String name) {
        change(token(subject, name));
    }

    private void change(String token) {
        seconds++;
        with("bearer", token)
                .contentType("application/json")
                .body(Map.of("request_timeout_seconds", seconds))
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    private static String token(String subject, @Nullable String name) {
        var claims = TestIssuer.local().claims(List.of("admin"));
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sub", subject);
        claims.put("preferred_username", name);
        return TestIssuer.local().sign(claims);
    }

    private static JsonPath events() {
        return Api.as("admin").get("/audit-events?object=gateway").jsonPath();
    }
}
