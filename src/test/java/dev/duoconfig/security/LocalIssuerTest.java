package dev.duoconfig.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class LocalIssuerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final LocalIssuer ISSUER = LocalIssuer.generate(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"admin", "planner", "viewer", "resolver"})
    void aTokenNamesItsSubjectRoleAndExpiry(String role) throws JsonProcessingException {
        var token = ISSUER.token(role, NOW);

        var header = part(token, 0);
        var claims = part(token, 1);
        assertThat(header.path("alg").asText()).isEqualTo("RS256");
        assertThat(claims.path("iss").asText()).isEqualTo("urn:duo-config:local");
        assertThat(claims.path("aud").asText()).isEqualTo("duo-config");
        assertThat(claims.path("sub").asText()).isEqualTo("local-" + role);
        assertThat(claims.path("upn").asText()).isEqualTo("local-" + role);
        assertThat(claims.path("preferred_username").asText()).isEqualTo("local-" + role);
        assertThat(claims.path("groups")).extracting(JsonNode::asText).containsExactly(role);
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 30L * 24 * 60 * 60);
    }

    @Test
    void aTokenIsVerifiedByThePublicKeyOfItsIssuerOnly() throws GeneralSecurityException {
        var token = ISSUER.token("admin", NOW);

        assertThat(verifies(token, ISSUER.publicKey())).isTrue();
        assertThat(verifies(token, LocalIssuer.generate(new SecureRandom()).publicKey()))
                .isFalse();
    }

    @Test
    void anIssuerReadFromItsFileIsTheSameIssuer() throws GeneralSecurityException {
        var read = LocalIssuer.fromPem(ISSUER.privateKeyPem());

        assertThat(read.publicKey()).isEqualTo(ISSUER.publicKey());
        assertThat(verifies(read.token("viewer", NOW), ISSUER.publicKey())).isTrue();
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ISSUER.token("owner", NOW))
                .withMessageContaining("owner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----"
            })
    void anInvalidPrivateKeyIsRefusedWithoutQuotingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalIssuer.fromPem(text))
                .withMessageStartingWith("not a")
                .withMessageNotContainingAny("c2VjcmV0", "nonsense");
    }

    private static JsonNode part(String token, int index) throws JsonProcessingException {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
    }

    private static boolean verifies(String token, String publicKey) throws GeneralSecurityException {
        int end = token.lastIndexOf('.');
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    }
}
