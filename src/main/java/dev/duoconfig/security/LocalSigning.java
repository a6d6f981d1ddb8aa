package dev.duoconfig.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs local tokens while the service runs. The private key stays in its file between two tokens. With an OIDC issuer,
 * nothing is signed.
 */
@ApplicationScoped
public class LocalSigning {

    /** The setting with the file of the private key, which the installation provides. */
    public static final String KEY_FILE = "duo-config.local-issuer.key-file";

    private final Optional<String> keyFile;

    LocalSigning(Issuers issuers, @ConfigProperty(name = KEY_FILE) Optional<String> keyFile) {
        this.keyFile = issuers.remote().isEmpty() ? keyFile : Optional.empty();
    }

    /** Whether the tokens of this installation are local, so that it can sign them. */
    public boolean isPossible() {
        return keyFile.isPresent();
    }

    /**
     * A token like those in the files.
     *
     * @param role the one role of the token
     * @param now the time from which it is valid
     * @param lifetime the time for which it is valid
     */
    public String token(String role, Instant now, Duration lifetime) {
        try {
            return LocalIssuer.fromPem(Files.readString(Path.of(keyFile.orElseThrow())))
                    .token(role, now, lifetime);
        } catch (IOException e) {
            throw new UncheckedIOException("The private key of local tokens cannot be read", e);
        }
    }
}
