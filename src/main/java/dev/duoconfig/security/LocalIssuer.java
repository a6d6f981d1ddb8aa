package dev.duoconfig.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Issues the tokens of an installation without an OIDC issuer: signed JWTs (RS256) that are verified by the same code as those
 * of any other issuer, with {@link #publicKey()}.
 */
public final class LocalIssuer {

    /** The {@code iss} claim of every local token. */
    public static final String ISSUER = "urn:duo-config:local";

    /** The {@code aud} claim of every local token. */
    public static final String AUDIENCE = "duo-config";

    /** The claim that holds the roles. */
    public static final String ROLES_CLAIM = "groups";

    /** The roles that a local token can carry, one per token. */
    public static final List<String> ROLES = List.of("admin", "planner", "viewer", "resolver");

    /** The validity of a token in a file from the moment it is issued. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    private static final int KEY_BITS = 2048;
    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";

    /** Written without a library, which would be a twentieth of a start. No value needs to be escaped. */
    private static final String CLAIMS =
            "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"upn\":\"%s\",\"preferred_username\":\"%s\","
                    + "\"%s\":[\"%s\"],\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"}";

    private final KeyPair keys;

    private LocalIssuer(KeyPair keys) {
        this.keys = keys;
    }

    /** An issuer with a new RSA key pair of 2048 bits. */
    public static LocalIssuer generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, random);
            return new LocalIssuer(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot generate RSA keys", e);
        }
    }

    /**
     * The issuer whose private key {@link #privateKeyPem()} wrote.
     *
     * @throws IllegalArgumentException if the text is not an RSA private key in PKCS #8 PEM; the message does not quote it
     */
    public static LocalIssuer fromPem(String pem) {
        var text = pem.strip();
        if (!text.startsWith(PEM_BEGIN) || !text.endsWith(PEM_END)) {
            throw new IllegalArgumentException("not a private key in PKCS #8 PEM format");
        }
        var body = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
        try {
            var factory = KeyFactory.getInstance("RSA");
            byte[] der = Base64.getMimeDecoder().decode(body);
            if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey privateKey)) {
                throw new IllegalArgumentException("not an RSA private key with a public exponent");
            }
            var exponent = privateKey.getPublicExponent();
            var publicKey = new RSAPublicKeySpec(privateKey.getModulus(), exponent);
            return new LocalIssuer(new KeyPair(factory.generatePublic(publicKey), privateKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an RSA private key in PKCS #8 PEM format", e);
        }
    }

    /** The private key in PKCS #8 PEM. Anyone who can read it can sign tokens for every role. */
    public String privateKeyPem() {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded());
        return PEM_BEGIN + "\n" + body + "\n" + PEM_END + "\n";
    }

    /** The public key as base64 of its X.509 encoding, without PEM lines, as {@code quarkus.oidc.public-key} expects it. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** A token like {@link #token(String, Instant, Duration)}, valid for {@link #LIFETIME}. */
    public String token(String role, Instant now) {
        return token(role, now, LIFETIME);
    }

    /**
     * A token for the subject {@code local-<role>} with that one role.
     *
     * @param now the time from which it is valid
     * @param lifetime the time for which it is valid
     * @throws IllegalArgumentException if the role is not one of {@link #ROLES}
     */
    public String token(String role, Instant now, Duration lifetime) {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("unknown role: " + role);
        }
        var header = "{\"typ\":\"JWT\",\"alg\":\"RS256\"}";
        var subject = "local-" + role;
        var claims = CLAIMS.formatted(
                ISSUER,
                AUDIENCE,
                subject,
                subject,
                subject,
                ROLES_CLAIM,
                role,
                now.getEpochSecond(),
                now.plus(lifetime).getEpochSecond(),
                UUID.randomUUID());
        var signed = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
        return signed + "." + encoded(signature(signed));
    }

    private byte[] signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with RSA keys", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
