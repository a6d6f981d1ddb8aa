package dev.duoconfig.console;

import java.util.Optional;

import dev.duoconfig.http.edge.SignInIssuer;
import dev.duoconfig.security.IssuerId;
import dev.duoconfig.security.Issuers;
import jakarta.enterprise.context.ApplicationScoped;

/** The issuer at which users of the console sign in, and those of Swagger UI. */
@ApplicationScoped
class ConsoleIssuer implements SignInIssuer {

    private final IssuerId issuer;

    ConsoleIssuer(ConsoleSettings settings, Issuers issuers) {
        this.issuer = issuers.console(settings.consoleIssuer()).id();
    }

    /** Its URL; empty if tokens are local. */
    Optional<String> url() {
        return Optional.ofNullable(issuer.url());
    }

    @Override
    public Optional<String> discoveryUrl() {
        return url().map(IssuerId::discoveryUrl);
    }
}
