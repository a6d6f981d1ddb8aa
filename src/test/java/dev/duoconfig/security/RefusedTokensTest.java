package dev.duoconfig.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.TestClock;
import io.quarkus.security.AuthenticationFailedException;
import org.jose4j.jwt.consumer.ErrorCodeValidator.Error;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Real failures of the library that OIDC verifies tokens with, wrapped as OIDC does. */
@Tag("fast")
class RefusedTokensTest {

    private static final TestIssuer ISSUER = TestIssuer.oidc("https://sso.example.com");
    private static final IssuerId UNNAMED = new IssuerId(null, ISSUER.issuer());
    private static final TestIssuer FORGER =
            FakeIssuer.at("https://sso.example.com").newKey("forger");

    private final TestClock clock = new TestClock();
    private final RefusedTokens refused = new RefusedTokens(clock);

    @ParameterizedTest
    @CsvSource({
        "exp, long ago, it has expired",
        "exp, , it has no expiry",
        "nbf, soon, it is not valid yet",
        "aud, other, does not contain the value of DUO_OIDC_AUDIENCE",
        "aud, , does not contain the value of DUO_OIDC_AUDIENCE",
        "iss, https://other.example.com, its issuer (iss) is not the one",
        "typ, ID, its type is not that of an access token",
        "sub, , it is malformed"
    })
    void theReasonOfARefusalIsLogged(String claim, String value, String expected) {
        var claims = ISSUER.claims(List.of("duo-admins"));
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(
                    claim,
                    switch (value) {
                        case "long ago" -> 1000;
                        case "soon" -> Instant.now().plusSeconds(300).getEpochSecond();
                        default -> value;
                    });
        }

        assertThat(logged(ISSUER.sign(claims))).singleElement().asString().contains(expected);
    }

    @Test
    void aForgedSignatureIsLogged() {
        var token = FORGER.sign(ISSUER.claims(List.of("duo-admins")));

        assertThat(logged(token)).singleElement().asString().contains("its signature is invalid");
    }

    @Test
    void anUnknownKeyIsLogged() {
        try (var log = new LogLines(RefusedTokens.class)) {
            refused.unverified(
                    new AuthenticationFailedException(new InvalidJwtException(
                            "rejected",
                            new Error(ErrorCodes.MISCELLANEOUS, "kid SECRET"),
                            new UnresolvableKeyException("kid SECRET"),
                            null)),
                    UNNAMED);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("a key that the issuer does not publish")
                    .doesNotContain("SECRET");
        }
    }

    @Test
    void eachReasonIsLoggedOnceInAWhile() {
        var expired = ISSUER.claims(List.of("duo-admins"));
        expired.put("exp", 1000);
        var foreign = ISSUER.claims(List.of("duo-admins"));
        foreign.put("aud", "other");

        assertThat(logged(ISSUER.sign(expired))).hasSize(1);
        assertThat(logged(ISSUER.sign(expired))).isEmpty();
        assertThat(logged(ISSUER.sign(foreign))).hasSize(1);
        clock.set(clock.instant().plus(RefusedTokens.INTERVAL).minusMillis(1));
        assertThat(logged(ISSUER.sign(expired))).isEmpty();
        clock.set(clock.instant().plusMillis(1));
        assertThat(logged(ISSUER.sign(expired))).hasSize(1);
    }

    @Test
    void theVariablesOfTheIssuerAreNamed() {
        var gitlab = new IssuerId("GITLAB", "https://gitlab.example.com");
        try (var log = new LogLines(RefusedTokens.class)) {
            refused.refused(RefusedTokens.Reason.AUDIENCE, UNNAMED);
            refused.refused(RefusedTokens.Reason.AUDIENCE, gitlab);
            refused.refused(RefusedTokens.Reason.AUDIENCE, gitlab);
            refused.withoutRole(gitlab, "groups", true);

            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(1)).contains("DUO_OIDC_GITLAB_AUDIENCE");
            assertThat(log.lines().get(2))
                    .contains(
                            "DUO_OIDC_GITLAB_PLANNER_VALUES",
                            "DUO_OIDC_GITLAB_ROLE_CLAIM",
                            "DUO_OIDC_GITLAB_ADMIN_CLAIMS");
        }
    }

    @Test
    void theGuideSaysWhatToDoAboutEachReason() throws IOException {
        var guide = Files.readString(Path.of("docs/oidc.md")).replace("`", "");
        try (var log = new LogLines(RefusedTokens.class)) {
            for (var reason : RefusedTokens.Reason.values()) {
                refused.refused(reason, UNNAMED);
            }

            assertThat(log.lines())
                    .map(line -> line.replaceAll("^WARN A token is refused: |[.;] .*", ""))
                    // The guide has a row each for tokens without a role, with the longer text that they log.
                    .filteredOn(reason -> !reason.contains("claim with roles"))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(reason -> assertThat(guide).contains("| " + reason));
        }
    }

    /** The lines that a refusal logs; none of them shows a part of the token. */
    private List<String> logged(String token) {
        Validator rules = new AccessTokenRules();
        var consumer = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireSubject()
                .setExpectedIssuer(ISSUER.issuer())
                .setExpectedAudience(ISSUER.audience())
                .setVerificationKey(ISSUER.publicKey())
                .registerValidator(rules)
                .build();
        var failure = catchThrowableOfType(InvalidJwtException.class, () -> consumer.processToClaims(token));
        try (var log = new LogLines(RefusedTokens.class)) {
            refused.unverified(new AuthenticationFailedException(failure), UNNAMED);

            assertThat(log.lines()).allSatisfy(line -> assertThat(line)
                    .startsWith("WARN A token is refused: ")
                    .doesNotContain(token, "jane", "4f7a", "other", "duo-admins"));
            return log.lines();
        }
    }
}
