package dev.duoconfig.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import dev.duoconfig.security.RoleRules.RuleTexts;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The rules of one issuer, in its settings' words. */
@Tag("fast")
class RoleRulesTest {

    private static final IssuerId GITLAB = new IssuerId("GITLAB", "https://gitlab.example.com");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | {\"groups\": [\"a\"]} | true",
                "a | {\"groups\": \"a\"} | true",
                "a* | {\"groups\": [\"b\", \"abc\"]} | true",
                "a* | {\"groups\": \"a\"} | true",
                "a* | {\"groups\": \"ba\"} | false",
                "a* | {\"groups\": \"A\"} | false",
                "*a | {\"groups\": \"ba\"} | false",
                "a*b | {\"groups\": \"axb\"} | false",
                "a*b | {\"groups\": \"a*b\"} | true",
                "a\\* | {\"groups\": \"a*\"} | true",
                "a\\* | {\"groups\": \"ab\"} | false",
                "a** | {\"groups\": \"a*b\"} | true",
                "a** | {\"groups\": \"ab\"} | false",
                "* | {\"groups\": \"anything\"} | true",
                "* | {\"groups\": []} | false",
                "* | {} | false",
                "x;CN=duo*,OU=a | {\"groups\": \"CN=duo-admins,OU=a\"} | false",
                "x;CN=duo* | {\"groups\": \"CN=duo-admins,OU=a\"} | true"
            })
    void valuesAreExactOrBeginnings(String values, String claims, boolean granted) {
        var rules = rules(Map.of("admin", values), Map.of());

        assertThat(rules.roles(claims(claims)).contains("admin")).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p=infra/duo, r=true | {\"p\": \"infra/duo\", \"r\": \"true\"} | true",
                "p=infra/duo; r=true | {\"p\": \"infra/duo\", \"r\": true} | true",
                "p=infra/duo, r=true | {\"p\": \"infra/duo\", \"r\": \"false\"} | false",
                "p=infra/duo, r=true | {\"p\": \"infra/duo\", \"r\": null} | false",
                "p=infra/duo, r=true | {\"p\": \"infra/duo\"} | false",
                "p=infra/duo, r=true | {\"p\": \"infra/duo2\", \"r\": true} | false",
                "p=infra/* | {\"p\": \"infra/a/b\"} | true",
                "p=infra/* | {\"p\": \"infra\"} | false",
                "n=5 | {\"n\": 5} | true",
                "n=5 | {\"n\": \"5\"} | true",
                "n=5 | {\"n\": 5.0} | false",
                "n=5.0 | {\"n\": 5.0} | true",
                "n=1.50 | {\"n\": 1.50} | true",
                "n=1e3 | {\"n\": 1e3} | true",
                "n=1000 | {\"n\": 1e3} | false",
                "n=12345678901234567890123 | {\"n\": 12345678901234567890123} | true",
                "n=-7* | {\"n\": -70} | true",
                "b=true | {\"b\": true} | true",
                "b=tr* | {\"b\": true} | true",
                "b=True | {\"b\": true} | false",
                "g=a, g=b | {\"g\": [\"b\", 1, \"a\"]} | true",
                "g=a, g=b | {\"g\": [\"b\"]} | false",
                "g=a | {\"g\": [[\"a\"], {\"a\": \"a\"}]} | false",
                "g=a | {\"g\": {\"a\": true}} | false",
                "x/y=a | {\"x\": {\"y\": \"a\"}} | true",
                "x/y=a | {\"x/y\": \"a\"} | true",
                "https://e.com/r=a | {\"https://e.com/r\": [\"a\"]} | true",
                "d=CN\\=a\\,OU\\=b | {\"d\": \"CN=a,OU=b\"} | true",
                "d=a=b | {\"d\": \"a=b\"} | true",
                "d=a\\* | {\"d\": \"ab\"} | false",
                "d=* | {\"d\": false} | true",
                "d=* | {\"d\": null} | false"
            })
    void claimsMustAllHold(String conditions, String claims, boolean granted) {
        var rules = rules(Map.of(), Map.of("admin", conditions));

        assertThat(rules.roles(claims(claims)).contains("admin")).isEqualTo(granted);
    }

    @Test
    void valuesAndClaimsAreAlternativesAndRolesDoNotExcludeEachOther() {
        var rules = rules(Map.of("viewer", "staff", "resolver", "staff"), Map.of("viewer", "p=1", "planner", "p=1"));

        assertThat(rules.roles(claims("{\"groups\": [\"staff\"]}"))).containsExactlyInAnyOrder("viewer", "resolver");
        assertThat(rules.roles(claims("{\"p\": 1}"))).containsExactlyInAnyOrder("viewer", "planner");
        assertThat(rules.roles(claims("{\"groups\": [\"admin\", \"planner\", \"viewer\", \"resolver\"]}")))
                .isEmpty();
    }

    /** Against the shortest definition: the pattern without its wildcard begins the value. */
    @Test
    void aPatternMatchesWhatItsTextBegins() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(32);
        for (var i = 0; i < 20_000; i++) {
            var text = word(random);
            var value = word(random);

            assertThat(ClaimPattern.of(text + "*").matches(value))
                    .as("%s* and %s", text, value)
                    .isEqualTo(
                            text.endsWith("\\")
                                    ? value.equals(text.substring(0, text.length() - 1) + "*")
                                    : value.startsWith(text));
            if (!text.endsWith("*")) {
                assertThat(ClaimPattern.of(text).matches(value)).isEqualTo(value.equals(text));
            }
        }
    }

    private static String word(RandomGenerator random) {
        var word = new StringBuilder();
        for (var i = random.nextInt(5); i > 0; i--) {
            word.append("ab*\\".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=a", "a=", "p=infra/duo, main", " = ", "a\\=b", ",", " "})
    void aListThatIsNoListOfClaimsIsRefused(String list) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> rules(Map.of(), Map.of("planner", list)))
                .withMessageContaining("DUO_OIDC_GITLAB_PLANNER_CLAIMS")
                .withMessageNotContaining("\n");
    }

    @Test
    void aListWithoutValuesIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> rules(Map.of("planner", ","), Map.of()))
                .withMessageContaining("DUO_OIDC_GITLAB_PLANNER_VALUES");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "project_path=infra/duo | on an unprotected branch",
                "namespace_path=infra | on an unprotected branch",
                "project_id=5, ref=main | on an unprotected branch",
                "project_path=infra/duo, ref_protected=false | on an unprotected branch",
                "project_path=infra/duo, ref_protected=* | on an unprotected branch",
                "project_path=infra/duo, user_login=jane | on an unprotected branch",
                "project_path=infra/duo, ref=main, ref_type=branch | on an unprotected branch",
                "project_path=infra/duo, user_access_level=maintainer | on an unprotected branch",
                "project_path=infra/duo, deployment_tier=production | on an unprotected branch",
                "job_project_path=infra/duo | on an unprotected branch",
                "sub=project_path:infra/duo:* | on an unprotected branch",
                "sub=project_path:infra/duo:ref_type:branch:ref:refs/heads/* | on an unprotected branch",
                "sub=project_path:infra/* | on an unprotected branch",
                "sub=project_path:infra/duo | on an unprotected branch",
                "project_path=infra*, ref_protected=true | of another project",
                "namespace_path=infra*, ref_protected=true | of another project",
                "project_id=5*, ref_protected=true | of another project",
                "sub=project_path:infra*, ref_protected=true | of another project",
                "sub=p* | of another project",
                "ci_config_ref_uri=gitlab.example.com/infra/duo//.gitlab-ci.yml@* | of any project",
                "user_access_level=owner | of any project",
                "groups_direct=infra | of any project",
                "environment_protected=true | of any project",
                "project_path=*, ref_protected=true | of any project",
                "ref_protected=true | of any project",
                "ref=main | of any project",
                "user_login=jane | of any project",
                "environment=production | of any project",
                "preferred_username=jane | own profile",
                "email=jane@example.com, email_verified=true | own profile",
                "name=Jane, aud=duo | own profile",
                "aud=duo-config | every token",
                "sub=* | every token",
                "groups=* | every token",
                "acr=1 | every token",
                "realm_access/roles=default-roles-main | every token",
                "resource_access/account/roles=manage-account | every token",
                "iss=https://gitlab.example.com, scope=openid | every token"
            })
    void anAdministratorByWhatAnyoneCanHaveIsWarnedOf(String conditions, String expected) {
        assertThat(rules(Map.of(), Map.of("admin", conditions)).warnings()).anySatisfy(line -> assertThat(line)
                .startsWith("DUO_OIDC_GITLAB_ADMIN_CLAIMS ")
                .contains(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_path=infra/duo, ref_protected=true",
                "project_path=infra/duo, ref=main, ref_type=branch, ref_protected=true",
                "namespace_path=infra, ref_protected=true",
                "project_path=infra/*, ref_protected=true",
                "project_id=5, ref_protected=true",
                "project_path=infra/duo, environment_protected=true",
                "sub=project_path:infra/duo:ref_type:branch:ref:main",
                "sub=project_path:infra/duo:*, ref_protected=true",
                "groups=duo-admins",
                "groups=duo-*",
                "groups=/duo-admins",
                "realm_access/roles=duo-admin",
                "resource_access/duo-config/roles=admin",
                "resource_access/duo/roles=admin, user_login=jane",
                "sub=4f7a",
                "azp=terraform",
                "groups=a, groups=b"
            })
    void otherRulesAreNotWarnedOf(String conditions) {
        assertThat(rules(Map.of(), Map.of("admin", conditions)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ref=main, ref=dev", "iss=https://sso.example.com", "project_path=a/b, project_path=a/c, x=1"})
    void aRuleThatCannotMatchIsWarnedOf(String conditions) {
        assertThat(rules(Map.of(), Map.of("viewer", conditions)).warnings())
                .singleElement()
                .asString()
                .contains("DUO_OIDC_GITLAB_VIEWER_CLAIMS never gives the role viewer");
    }

    @Test
    void theValuesOfADangerousClaimAreWarnedOf() {
        var rules = RoleRules.of(
                GITLAB,
                new RuleTexts(
                        "project_path",
                        Optional.empty(),
                        new LinkedHashMap<>(Map.of("admin", "infra/duo", "viewer", "*", "resolver", "infra/gitlab")),
                        Map.of()));

        assertThat(rules.warnings())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("DUO_OIDC_GITLAB_ADMIN_VALUES gives the role admin"),
                        line -> assertThat(line).startsWith("DUO_OIDC_GITLAB_VIEWER_VALUES: '*' gives"));
    }

    @Test
    void anIssuerWithoutRulesIsWarnedOf() {
        assertThat(rules(Map.of(), Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("DUO_OIDC_GITLAB_ISSUER", "no rule");
    }

    @Test
    void theNameComesFromItsClaim() {
        var rules = RoleRules.of(
                GITLAB, new RuleTexts("groups", Optional.of("user/login"), Map.of("viewer", "a"), Map.of()));

        assertThat(rules.name(claims("{\"user\": {\"login\": \"jane\"}}"))).contains("jane");
        assertThat(rules.name(claims("{\"user\": \"jane\"}"))).isEmpty();
        assertThat(rules(Map.of(), Map.of()).name(claims("{\"user_login\": \"jane\"}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"iss\": \"a\"} | a",
                "{\"x\": {\"iss\": \"b\"}, \"y\": [\"iss\", {\"iss\": \"c\"}], \"iss\": \"a\"} | a",
                "{\"x\": {\"iss\": \"b\"}} | ",
                "{\"iss\": [\"a\"]} | ",
                "{\"iss\": 5} | ",
                "[\"iss\", \"a\"] | ",
                "{\"iss\": \"a\", | ",
                "nonsense | "
            })
    void theIssuerIsReadWithoutTrust(String claims, String issuer) {
        assertThat(TokenClaims.issuer(token(claims))).isEqualTo(issuer);
    }

    private static RoleRules rules(Map<String, String> values, Map<String, String> conditions) {
        return RoleRules.of(GITLAB, new RuleTexts("groups", Optional.empty(), values, conditions));
    }

    private static JsonObject claims(String json) {
        return TokenClaims.of(token(json));
    }

    private static String token(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }
}
