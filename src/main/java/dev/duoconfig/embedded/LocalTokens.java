package dev.duoconfig.embedded;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

import dev.duoconfig.security.LocalIssuer;
import dev.duoconfig.security.LocalSigning;
import org.jboss.logging.Logger;

/** The key pair and the tokens of an installation without an OIDC issuer. Each start renews the tokens, but not the key. */
final class LocalTokens {

    private static final Logger LOG = Logger.getLogger(LocalTokens.class);
    private static final String KEY_DIRECTORY = "local-issuer";
    private static final String KEY_FILE = KEY_DIRECTORY + "/private-key.pem";
    private static final String TOKEN_DIRECTORY = "tokens";

    private LocalTokens() {}

    /**
     * Writes one token per role, and returns the settings for their verification.
     *
     * @throws StartRefusedException if the stored key is invalid
     */
    static Map<String, String> issue(DataDirectory directory, Clock clock, SecureRandom random) {
        directory.directory(KEY_DIRECTORY);
        directory.directory(TOKEN_DIRECTORY);
        var issuer = issuer(directory, random);
        var files = LocalIssuer.ROLES.stream()
                .map(role -> directory.write(TOKEN_DIRECTORY + "/" + role, issuer.token(role, clock.instant()) + "\n"))
                .toList();
        LOG.infof(
                "No OIDC issuer is configured. Local tokens, valid for %d days: %s",
                LocalIssuer.LIFETIME.toDays(), files);
        return Map.of(
                "quarkus.oidc.public-key",
                issuer.publicKey(),
                "quarkus.oidc.token.issuer",
                LocalIssuer.ISSUER,
                "quarkus.oidc.token.audience",
                LocalIssuer.AUDIENCE,
                LocalSigning.KEY_FILE,
                directory.resolve(KEY_FILE).toString());
    }

    private static LocalIssuer issuer(DataDirectory directory, SecureRandom random) {
        var pem = directory.readOrCreate(
                KEY_FILE, () -> LocalIssuer.generate(random).privateKeyPem());
        try {
            return LocalIssuer.fromPem(pem);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(
                    "%s does not contain a usable key (%s). Restore the file, or remove it to create a new key; tokens signed with the old key then stop working."
                            .formatted(directory.resolve(KEY_FILE), e.getMessage()),
                    e);
        }
    }
}
