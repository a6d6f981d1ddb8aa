package dev.duoconfig.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.testkit.Api;
import io.smallrye.jwt.util.KeyUtils;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An issuer whose private key the tests know, so that they can create its tokens and forged ones.
 *
 * @param issuer its {@code iss}
 * @param audience the {@code aud} that the service expects
 * @param keyId the {@code kid} of its key, or null if its tokens have none
 * @param rolePath the names of the nested claims that lead to the roles
 * @param roleValues the claim value for each role
 */
record TestIssuer(
        String issuer,
        String audience,
        @Nullable String keyId,
        PrivateKey privateKey,
        PublicKey publicKey,
        List<String> rolePath,
        Map<String, String> roleValues) {

    /** The issuer of the installation under test. */
    static TestIssuer local() {
        try {
            var key = KeyUtils.decodePrivateKey(Api.read("local-issuer/private-key.pem"));
            var issuer = LocalIssuer.fromPem(Api.read("local-issuer/private-key.pem"));
            return new TestIssuer(
                    LocalIssuer.ISSUER,
                    LocalIssuer.AUDIENCE,
                    null,
                    key,
                    KeyUtils.decodePublicKey(issuer.publicKey()),
                    List.of(LocalIssuer.ROLES_CLAIM),
                    Map.of("admin", "admin", "planner", "planner", "viewer", "viewer", "resolver", "resolver"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The issuer at a URL, which publishes the key in the file {@code privateKey.jwk} of the OIDC test server. */
    static TestIssuer oidc(String url) {
        try (var file = TestIssuer.class.getResourceAsStream("/privateKey.jwk")) {
            var jwk = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            var key = PublicJsonWebKey.Factory.newPublicJwk(jwk);
            return new TestIssuer(
                    url,
                    IssuerMode.AUDIENCE,
                    key.getKeyId(),
                    key.getPrivateKey(),
                    key.getPublicKey(),
                    List.of("resource_access", "duo", "roles"),
                    Map.of(
                            "admin", "duo-admins",
                            "planner", "duo-planners",
                            "viewer", "duo-viewers",
                            "resolver", "gitlab"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A valid token for a role. */
    String token(String role) {
        return tokenWith(List.of(Objects.requireNonNull(roleValues.get(role))));
    }

    /** A valid token with these values in the claim for roles. */
    String tokenWith(List<String> values) {
        return sign(claims(values));
    }

    /** The claims of a token that is valid for ten minutes, with these values in the claim for roles. */
    Map<String, Object> claims(List<String> values) {
        return claimsWithRoles(values);
    }

    /** The claims of a token that is valid for ten minutes, with any value of the claim for roles. */
    Map<String, Object> claimsWithRoles(@Nullable Object roles) {
        var now = Instant.now();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("sub", "4f7a");
        claims.put("preferred_username", "jane");
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(Duration.ofMinutes(10)).getEpochSecond());
        var nested = roles;
        for (var name : reversed(rolePath.subList(1, rolePath.size()))) {
            nested = Collections.singletonMap(name, nested);
        }
        claims.put(rolePath.get(0), nested);
        return claims;
    }

    /** Signs any claims, as the issuer would. */
    String sign(Map<String, Object> claims) {
        return sign(claims, AlgorithmIdentifiers.RSA_USING_SHA256, privateKey);
    }

    String sign(Map<String, Object> claims, String algorithm, @Nullable Key key) {
        return sign(claims, algorithm, key, "JWT");
    }

    /** Signs any claims, with any type in the header. */
    String signAs(@Nullable Object type, Map<String, Object> claims) {
        return sign(claims, AlgorithmIdentifiers.RSA_USING_SHA256, privateKey, type);
    }

    private String sign(Map<String, Object> claims, String algorithm, @Nullable Key key, @Nullable Object type) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        signature.setPayload(JsonUtil.toJson(claims));
        signature.setAlgorithmHeaderValue(algorithm);
        if (type != null) {
            signature.getHeaders().setObjectHeaderValue("typ", type);
        }
        if (keyId != null) {
            signature.setKeyIdHeaderValue(keyId);
        }
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as the text of a PEM file. */
    String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static List<String> reversed(List<String> names) {
        var reversed = new ArrayList<>(names);
        Collections.reverse(reversed);
        return reversed;
    }
}
