package dev.duoconfig.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.HmacKey;

/** Tokens that claim to be an administrator's, and must be refused. */
final class Forgeries {

    private final TestIssuer issuer;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private Forgeries(TestIssuer issuer) {
        this.issuer = issuer;
    }

    /** The tokens, by their fault. */
    static Map<String, String> of(TestIssuer issuer) {
        var forgeries = new Forgeries(issuer);
        forgeries.addWrongClaims();
        forgeries.addWrongSignatures();
        forgeries.addNonsense();
        return forgeries.tokens;
    }

    private void addWrongClaims() {
        var now = Instant.now();
        add("expired", claims -> claims.put("exp", now.minusSeconds(1).getEpochSecond()));
        add("without expiry", claims -> claims.remove("exp"));
        add(
                "not yet valid",
                claims -> claims.put("nbf", now.plus(Duration.ofMinutes(5)).getEpochSecond()));
        add("wrong issuer", claims -> claims.put("iss", "https://issuer.example.org"));
        add("issuer with an extra slash", claims -> claims.put("iss", issuer.issuer() + "/"));
        add("without issuer", claims -> claims.remove("iss"));
        add("wrong audience", claims -> claims.put("aud", List.of("account", "another-service")));
        add("without audience", claims -> claims.remove("aud"));
    }

    private void addWrongSignatures() {
        var claims = admin();
        var good = issuer.sign(claims);
        var header = good.substring(0, good.indexOf('.'));
        var signature = good.substring(good.lastIndexOf('.') + 1);
        var viewer = issuer.token("viewer");
        var unsigned = issuer.sign(claims, AlgorithmIdentifiers.NONE, null);
        var rs256 = AlgorithmIdentifiers.RSA_USING_SHA256;
        var hs256 = AlgorithmIdentifiers.HMAC_SHA256;
        tokens.put("another key with the same ID", issuer.sign(claims, rs256, anotherKey()));
        tokens.put("algorithm none", unsigned);
        tokens.put("algorithm none with a signature", unsigned + signature);
        tokens.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        tokens.put("two parts", good.substring(0, good.lastIndexOf('.')));
        tokens.put("cut signature", good.substring(0, good.length() - 4));
        tokens.put("claims of an administrator, signature of a viewer", swapSignature(good, viewer));
        tokens.put(
                "public key as secret",
                issuer.sign(claims, hs256, new HmacKey(issuer.publicKey().getEncoded())));
        tokens.put(
                "PEM of the public key as secret",
                issuer.sign(claims, hs256, new HmacKey(issuer.publicKeyPem().getBytes(StandardCharsets.US_ASCII))));
        tokens.put("claims that are not JSON", header + ".bm9uc2Vuc2U." + signature);
        tokens.put("a key that the issuer does not publish", signedWithAnUnknownKey());
    }

    private void addNonsense() {
        tokens.put("garbage", "garbage");
        tokens.put("empty", "");
        tokens.put("two dots only", "..");
        tokens.put("four dots only", "....");
        tokens.put("not base64", "!.!.!");
        tokens.put("base64 of empty objects", "e30.e30.");
        tokens.put("several words", "Bearer " + issuer.token("admin"));
        tokens.put("a name that an issuer may know", "admin");
        tokens.put("long garbage", "x".repeat(8_000));
    }

    private void add(String name, Consumer<Map<String, Object>> fault) {
        var claims = admin();
        fault.accept(claims);
        tokens.put(name, issuer.sign(claims));
    }

    private Map<String, Object> admin() {
        return issuer.claims(List.of(Objects.requireNonNull(issuer.roleValues().get("admin"))));
    }

    private String signedWithAnUnknownKey() {
        var forger = new TestIssuer(
                issuer.issuer(),
                issuer.audience(),
                "unknown",
                anotherKey(),
                issuer.publicKey(),
                issuer.rolePath(),
                issuer.roleValues());
        return forger.token("admin");
    }

    private static String swapSignature(String token, String other) {
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    private static PrivateKey anotherKey() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
