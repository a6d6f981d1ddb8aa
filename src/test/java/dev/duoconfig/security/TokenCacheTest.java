package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.duoconfig.testkit.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.core.MultiMap;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The lifetime of cached tokens, and the data that is cached. */
@Tag("fast")
class TokenCacheTest {

    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final Instant start = clock.instant();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aTokenIsCachedForAMinuteAndNoLonger() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));

        clock.set(start.plus(MINUTE).minusMillis(1));
        assertThat(tokens.find(TOKEN)).isNotNull();

        clock.set(start.plus(MINUTE));
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void aTokenIsNotCachedPastItsExpiry() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plusSeconds(20)));

        clock.set(start.plusSeconds(20).minusMillis(1));
        assertThat(tokens.find(TOKEN)).isNotNull();

        clock.set(start.plusSeconds(20));
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void lookupsDoNotExtendTheLifetime() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));

        for (int second = 0; second < 60; second++) {
            clock.set(start.plusSeconds(second));
            assertThat(tokens.find(TOKEN)).isNotNull();
        }

        clock.set(start.plusSeconds(60));
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void anExpiredTokenIsNotCached() {
        var tokens = tokens(MINUTE, 100);

        tokens.remember(TOKEN, identity(start));

        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void anIdentityWithoutATokenIsNotCached() {
        var tokens = tokens(MINUTE, 100);
        var other = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("jane"))
                .build();

        tokens.remember(TOKEN, other);

        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void aTokenThatDiffersInOneCharacterIsUnknown() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));

        for (int at = 0; at < TOKEN.length(); at++) {
            var other = TOKEN.substring(0, at) + (TOKEN.charAt(at) == 'A' ? 'B' : 'A') + TOKEN.substring(at + 1);
            assertThat(tokens.find(other)).as(other).isNull();
            assertThat(tokens.find(TOKEN.substring(0, at))).isNull();
        }
        assertThat(tokens.find(TOKEN + "A")).isNull();
        assertThat(tokens.find(TOKEN)).isNotNull();
    }

    @Test
    void onlyTheNameTheRolesAndTheExpiryAreKept() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));

        var known = Objects.requireNonNull(tokens.find(TOKEN));

        assertThat(known.getPrincipal()).isNotInstanceOf(JsonWebToken.class);
        assertThat(known.getPrincipal().getName()).isEqualTo("jane");
        assertThat(known.getRoles()).containsExactlyInAnyOrder("viewer", "resolver");
        assertThat(known.isAnonymous()).isFalse();
        assertThat(known.getCredentials()).isEmpty();
        assertThat(known.getAttributes())
                .containsExactly(Map.entry(
                        CurrentCaller.TOKEN_EXPIRY,
                        start.plus(Duration.ofHours(1)).getEpochSecond()));
    }

    /** No field of the cached types can hold text or bytes: a token is known only by the numbers of its hash. */
    @Test
    void theCachedTypesCannotHoldAToken() {
        var fieldTypes = new ClassFileImporter()
                .importClasses(TokenCache.class.getDeclaredClasses()).stream()
                        .flatMap(type -> type.getFields().stream())
                        .map(JavaField::getRawType)
                        .map(type -> type.getName())
                        .distinct();

        assertThat(fieldTypes).containsExactlyInAnyOrder("long", SecurityIdentity.class.getName());
    }

    @Test
    void aTokenThatIsVerifiedAgainHasItsNewRoles() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));
        clock.set(start.plus(MINUTE));

        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1)), "viewer"));

        assertThat(tokens.find(TOKEN)).extracting(SecurityIdentity::getRoles).isEqualTo(Set.of("viewer"));
    }

    @Test
    void theNumberOfCachedTokensIsLimited() {
        var tokens = tokens(MINUTE, 50);

        for (int i = 0; i < 5_000; i++) {
            tokens.remember(TOKEN + i, identity(start.plus(Duration.ofHours(1))));
        }

        var deadline = Instant.now().plus(MINUTE);
        while (remembered() > 50 && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(remembered()).isBetween(1.0, 50.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0001S"})
    void withoutALifetimeEveryRequestIsVerified(Duration lifetime) {
        var tokens = tokens(lifetime, 100);

        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));

        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void aConnectionTrustsItsTokenAsLongAsTheCacheDoes() {
        var tokens = tokens(MINUTE, 1);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));
        var connection = new ConnectionTokens(tokens);

        assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN))).isNotNull();
        clock.set(start.plus(MINUTE).minusMillis(1));
        assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN))).isNotNull();
        clock.set(start.plus(MINUTE));
        assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN))).isNull();
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));
        assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN))).isNotNull();
    }

    @Test
    void aConnectionTakesNoOtherTokenForItsLast() {
        var tokens = tokens(MINUTE, 100);
        tokens.remember(TOKEN, identity(start.plus(Duration.ofHours(1))));
        var connection = new ConnectionTokens(tokens);

        for (int at = 0; at < TOKEN.length(); at++) {
            assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN)))
                    .isNotNull();
            var other = TOKEN.substring(0, at) + (TOKEN.charAt(at) == 'A' ? 'B' : 'A') + TOKEN.substring(at + 1);
            assertThat(connection.find(headers("Authorization", "Bearer " + other)))
                    .as(other)
                    .isNull();
        }
        assertThat(connection.find(headers("Authorization", "Bearer " + TOKEN))).isNotNull();
        assertThat(connection.find(headers("PRIVATE-TOKEN", "Bearer " + TOKEN))).isNull();
        assertThat(connection.find(headers("Authorization", TOKEN))).isNull();
        assertThat(connection.find(headers("Accept", "*/*"))).isNull();
        assertThat(connection.find(headers("PRIVATE-TOKEN", TOKEN))).isNotNull();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    @ParameterizedTest
    @CsvSource({"PT-1S, 100", "PT5M0.001S, 100", "PT24H, 100", "PT60S, 0", "PT60S, -1"})
    void anInvalidSettingPreventsTheStart(Duration lifetime, int maxTokens) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> tokens(lifetime, maxTokens))
                .withMessage(
                        "DUO_TOKEN_CACHE_LIFETIME must be from 0s to 5m and DUO_TOKEN_CACHE_MAX_TOKENS at least 1.");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT5M, 1"})
    void theBoundsThemselvesAreAllowed(Duration lifetime, int maxTokens) {
        assertThat(tokens(lifetime, maxTokens).find(TOKEN)).isNull();
    }

    private TokenCache tokens(Duration lifetime, int maxTokens) {
        return new TokenCache(new Settings(lifetime, maxTokens), (Clock) clock, meters);
    }

    private double remembered() {
        return meters.get("duo.token.cache.size").gauge().value();
    }

    private static SecurityIdentity identity(Instant expiry) {
        return identity(expiry, "viewer", "resolver");
    }

    private static SecurityIdentity identity(Instant expiry, String... roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new Claims("jane", expiry))
                .addCredential(new TokenCredential(TOKEN, "bearer"))
                .addAttribute("tenant-id", "default")
                .addRoles(Set.of(roles))
                .build();
    }

    private record Settings(Duration lifetime, int maxTokens) implements TokenCacheSettings {}

    private record Claims(String name, Instant expiry) implements JsonWebToken {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("upn", "exp");
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T> @Nullable T getClaim(String claim) {
            return claim.equals("exp") ? (T) (Long) expiry.getEpochSecond() : null;
        }
    }
}
