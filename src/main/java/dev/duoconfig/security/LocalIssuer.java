package dev.duoconfig.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;

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
        var subject = "local-" + role;
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim("upn", subject);
        claims.setStringClaim("preferred_username", subject);
        claims.setStringListClaim(ROLES_CLAIM, role);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(lifetime).getEpochSecond()));
        claims.setGeneratedJwtId();
        var token = new JsonWebSignature();
        token.setHeader(HeaderParameterNames.TYPE, "JWT");
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setKey(keys.getPrivate());
        token.setPayload(claims.toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("this Java runtime cannot sign with RSA keys", e);
        }
    }
}
