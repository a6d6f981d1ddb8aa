package dev.duoconfig.check;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Decides whether the messages of other servers are shown. */
@ApplicationScoped
class ServerMessageRules {

    private final CheckSettings settings;
    private final OwnSecrets secrets;

    ServerMessageRules(CheckSettings settings, OwnSecrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** @param apiKey the API key that the servers of the check receive; null if they receive none */
    ServerMessages forCheck(@Nullable String apiKey, CheckOptions options) {
        return settings.serverMessages() && options.serverMessages()
                ? ServerMessages.redacted(apiKey, secrets::read)
                : ServerMessages.none();
    }
}
