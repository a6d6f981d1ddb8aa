package dev.duoconfig.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.TestClock;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class RoleMappingTest {

    private static final String ISSUER = "https://sso.example.com";

    private final TestClock clock = new TestClock();

    private static final Map<String, String> SETTINGS = Map.of(
            "duo.oidc.admin-values", "duo-admins, duo-operators",
            "duo.oidc.viewer-values", "staff",
            "duo.oidc.resolver-values", "gitlab,staff");

    @ParameterizedTest
    @CsvSource({
        "duo-admins, admin",
        "duo-operators, admin",
        "gitlab, resolver",
        "staff, viewer resolver",
        "duo-admins gitlab, admin resolver"
    })
    void configuredValuesGrantTheirRoles(String values, String roles) {
        var identity = map(SETTINGS, Set.of(values.split(" ", -1)));

        assertThat(identity.getRoles()).containsExactlyInAnyOrder(roles.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "viewer", "resolver", "Duo-Admins", "duo-admin", "duo-admins2", "*"})
    void otherValuesGrantNoRole(String value) {
        assertThat(map(SETTINGS, Set.of(value)).getRoles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "planner", "viewer", "resolver"})
    void byDefaultAValueHasTheNameOfItsRole(String role) {
        assertThat(map(Map.of(), Set.of(role, "other")).getRoles()).containsExactly(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duo-admins, ", "duo-admins, ,", " ,duo-admins"})
    void aBlankValueInTheSettingsGrantsNoRole(String setting) {
        assertThat(map(Map.of("duo.oidc.admin-values", setting), Set.of("", " ", "  "))
                        .getRoles())
                .isEmpty();
    }

    @Test
    void aDistinguishedNameGrantsTheRoleAndNoPartOfItDoes() {
        var group = "CN=duo-admins,OU=Groups,DC=example,DC=com";
        var settings = Map.of("duo.oidc.admin-values", group);

        assertThat(map(settings, Set.of(group)).getRoles()).containsExactly("admin");
        for (var part : group.split(",", -1)) {
            assertThat(map(settings, Set.of(part)).getRoles()).as(part).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyElementOfAListGrantsNothing(String value) {
        assertThat(map(Map.of("duo.oidc.admin-values", "duo-admins, ,; "), Set.of(value))
                        .getRoles())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " ; ", ",,"})
    void aListWithoutValuesPreventsTheStart(String list) {
        assertThatThrownBy(() -> map(Map.of("duo.oidc.viewer-values", list), Set.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DUO_OIDC_VIEWER_VALUES");
    }

    @Test
    void aTokenWithoutARoleIsLoggedOnceWithTheNameOfTheClaim() {
        try (var log = new LogLines(RefusedTokens.class)) {
            var mapping = mapping(Map.of("duo.oidc.role-claim", "https://example.com/roles"), new RefusedTokens(clock));

            for (var i = 0; i < 3; i++) {
                augment(mapping, identity(Set.of("secret-group")));
            }
            assertThat(log.lines()).singleElement().asString().contains("no claim 'https://example.com/roles'");

            clock.set(clock.instant().plus(RefusedTokens.INTERVAL));
            augment(mapping, identity(Set.of("secret-group")));
            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).startsWith("WARN ").doesNotContain("secret-group", "e30."));
        }
    }

    @Test
    void aTokenWhoseValuesGrantNothingIsLoggedOnceWithTheNameOfTheClaim() {
        try (var log = new LogLines(RefusedTokens.class)) {
            var mapping = mapping(SETTINGS, new RefusedTokens(clock));

            for (var i = 0; i < 3; i++) {
                augment(mapping, identity(Set.of("secret-group")));
            }
            augment(mapping, identity(Set.of("staff")));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("DUO_OIDC_ADMIN_VALUES", "list none of the values in its claim 'groups'")
                    .doesNotContain("secret-group");
        }
    }

    @Test
    void theRestOfTheIdentityIsKept() {
        var identity = map(SETTINGS, Set.of("staff"));

        assertThat(identity.getPrincipal().getName()).isEqualTo("jane");
        assertThat(identity.getCredential(TokenCredential.class).getToken()).isEqualTo(token(Set.of("staff")));
        assertThat(identity.<String>getAttribute("tenant-id")).isEqualTo("default");
    }

    @Test
    void anAnonymousIdentityIsUnchanged() {
        var anonymous = QuarkusSecurityIdentity.builder().setAnonymous(true).build();

        assertThat(augment(SETTINGS, anonymous)).isSameAs(anonymous);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anIdentityWithoutANameIsRefused(String name) {
        var nameless = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addCredential(new TokenCredential(token(Set.of("staff")), "bearer"))
                .addRole("staff")
                .build();

        assertThatThrownBy(() -> augment(SETTINGS, nameless)).isInstanceOf(AuthenticationFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin-values",
                "planner-values",
                "viewer-values",
                "resolver-values",
                "audience",
                "client-id",
                "role-claim"
            })
    void aBlankSettingPreventsTheStartAndIsNamed(String setting) {
        assertThatThrownBy(() -> settings(Map.of("duo.oidc." + setting, "")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("duo.oidc." + setting);
    }

    private static SecurityIdentity map(Map<String, String> settings, Set<String> values) {
        return augment(settings, identity(values));
    }

    private static SecurityIdentity identity(Set<String> values) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("jane"))
                .addCredential(new TokenCredential(token(values), "bearer"))
                .addAttribute("tenant-id", "default")
                .addRole("admin")
                .build();
    }

    private static String token(Set<String> values) {
        var claims = new JsonObject().put("iss", ISSUER).put("groups", new JsonArray(List.copyOf(values)));
        return "e30." + Base64.getUrlEncoder().encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static SecurityIdentity augment(Map<String, String> settings, SecurityIdentity identity) {
        return augment(mapping(settings, new RefusedTokens(new TestClock())), identity);
    }

    private static SecurityIdentity augment(RoleMapping mapping, SecurityIdentity identity) {
        return mapping.augment(identity, work -> Uni.createFrom().item(work))
                .await()
                .indefinitely();
    }

    private static RoleMapping mapping(Map<String, String> settings, RefusedTokens refused) {
        var all = new HashMap<>(settings);
        all.put("duo.oidc.issuer", ISSUER);
        return new RoleMapping(
                new Issuers(settings(all), List.of(), name -> Optional.empty(), new TestClock()), refused);
    }

    private static OidcSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(OidcSettings.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(OidcSettings.class);
    }
}
