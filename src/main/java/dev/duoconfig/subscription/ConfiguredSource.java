package dev.duoconfig.subscription;

import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.secret.PastedSecret;
import dev.duoconfig.secret.SecretNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The configured source. Missing settings are reported only when they are needed, because reads must work without them. */
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

    /**
     * Creates the source from the settings.
     *
     * @throws SourceException if a setting is missing or invalid
     */
    SubscriptionSource get() {
        var kind = required(
                settings.source(),
                "No subscription source is configured. Set DUO_SUBSCRIPTION_SOURCE=gitlab with DUO_SUBSCRIPTION_GITLAB_URL and"
                        + " DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE, or DUO_SUBSCRIPTION_SOURCE=file with DUO_SUBSCRIPTION_FILE.");
        return switch (kind) {
            case FILE ->
                new FileSource(
                        required(
                                settings.file(),
                                "DUO_SUBSCRIPTION_FILE is missing. Set it to the path of the subscription file."),
                        json);
            case GITLAB -> new GitLabSource(gitlab(), valid(token()), settings.gitlabTimeout(), client, json);
        };
    }

    /** The reason why a synchronization fails, as far as the settings and local files show; null if they show none. */
    @Nullable
    String fault() {
        try {
            if (get() instanceof FileSource file) {
                var unused = file.fetch();
            }
            return null;
        } catch (SourceException e) {
            return e.detail();
        }
    }

    private HttpUrl gitlab() {
        var url = required(
                settings.gitlabUrl(), "DUO_SUBSCRIPTION_GITLAB_URL is missing. Set it to the base URL of your GitLab.");
        try {
            return HttpUrl.parseBase(url);
        } catch (HttpUrlException e) {
            throw SourceException.failed("DUO_SUBSCRIPTION_GITLAB_URL is invalid. " + e.rule());
        }
    }

    private String token() {
        if (settings.gitlabTokenFile().isPresent()) {
            try {
                // Read again, because tokens expire and are replaced while the service runs.
                return SecretNames.read(
                                "duo.subscription.gitlab-token",
                                settings.gitlabTokenFile().get().toString())
                        .strip();
            } catch (ConfigurationException e) {
                throw SourceException.failed(String.valueOf(e.getMessage()));
            }
        }
        return required(
                settings.gitlabToken(),
                "The token for GitLab is missing. Set DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE or DUO_SUBSCRIPTION_GITLAB_TOKEN.");
    }

    private static String valid(String token) {
        var excess = PastedSecret.excess("token for GitLab", token);
        if (excess != null) {
            throw SourceException.failed(excess);
        }
        if (PastedSecret.isPlaceholder(token)) {
            throw SourceException.failed("The token for GitLab looks like a placeholder. Configure the token itself.");
        }
        if (token.isBlank() || !OutboundRequest.isHeaderValue(token)) {
            throw SourceException.failed(
                    "The token for GitLab is empty or contains invalid characters. It must be one line of ASCII.");
        }
        return token;
    }

    private static <T> T required(Optional<T> setting, String message) {
        return setting.orElseThrow(() -> SourceException.failed(message));
    }
}
