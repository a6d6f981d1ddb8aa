package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import jakarta.enterprise.context.ApplicationScoped;

/** The source that the settings name. What is missing in them is told when it is needed: reads must work without. */
@ApplicationScoped
class ConfiguredSource {

    private final SubscriptionSettings settings;
    private final OutboundClient client;
    private final ObjectMapper json;

    ConfiguredSource(SubscriptionSettings settings, OutboundClient client, ObjectMapper json) {
        this.settings = settings;
        this.client = client;
        this.json = json;
    }

    /** @throws SourceException if the settings name no usable source */
    SubscriptionSource get() {
        var kind = required(
                settings.source(),
                "No subscription source is configured: set DUO_SUBSCRIPTION_SOURCE to gitlab or file.");
        return switch (kind) {
            case FILE ->
                new FileSource(
                        required(settings.file(), "DUO_SUBSCRIPTION_FILE must name the subscription file."), json);
            case GITLAB -> new GitLabSource(gitlab(), usable(token()), settings.gitlabTimeout(), client, json);
        };
    }

    private HttpUrl gitlab() {
        var url = required(settings.gitlabUrl(), "DUO_SUBSCRIPTION_GITLAB_URL must name the GitLab to ask.");
        try {
            return HttpUrl.parseBase(url);
        } catch (HttpUrlException e) {
            throw SourceException.failed("DUO_SUBSCRIPTION_GITLAB_URL is not usable. " + e.rule());
        }
    }

    private String token() {
        if (settings.gitlabTokenFile().isPresent()) {
            try {
                return Files.readString(settings.gitlabTokenFile().get()).strip();
            } catch (IOException e) {
                throw SourceException.failed("The file that DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE names cannot be read.");
            }
        }
        return required(
                settings.gitlabToken(),
                "DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE or DUO_SUBSCRIPTION_GITLAB_TOKEN must give an administrator's token.");
    }

    private static String usable(String token) {
        if (token.isBlank() || !OutboundRequest.isHeaderValue(token)) {
            throw SourceException.failed(
                    "The token for GitLab is empty, or has characters that no token has: it must be one line of ASCII.");
        }
        return token;
    }

    private static <T> T required(Optional<T> setting, String otherwise) {
        return setting.orElseThrow(() -> SourceException.failed(otherwise));
    }
}
