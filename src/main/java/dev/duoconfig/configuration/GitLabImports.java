package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Imports the configuration of a running GitLab. Settings that GitLab does not return stay unchanged. */
@ApplicationScoped
@Startup
class GitLabImports {

    private static final int MAX_TOKEN_LENGTH = 2000;

    /** The beginning of a pointer to a model or feature in the document. */
    private static final Pattern PART = Pattern.compile("^/(models|features)/([0-9]+)");

    private final Configurations configurations;
    private final ConfigurationReader reader;
    private final Gateways gateway;
    private final ConfigurationSettings settings;
    private final OutboundClient client;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GitLabImports(
            Configurations configurations,
            ConfigurationReader reader,
            Gateways gateway,
            ConfigurationSettings settings,
            OutboundClient client,
            CurrentCaller caller,
            ObjectMapper json) {
        this.configurations = configurations;
        this.reader = reader;
        this.gateway = gateway;
        this.settings = settings;
        this.client = client;
        this.caller = caller;
        this.json = json;
        if (settings.gitlabTimeout().isZero() || settings.gitlabTimeout().isNegative()) {
            throw new ConfigurationException("DUO_CONFIGURATION_GITLAB_TIMEOUT must be more than 0s.");
        }
    }

    WriteResult<GitLabImport> run(WriteOptions options, GitLabImportRequest request) {
        var errors = new ProblemErrors();
        var url = url(request.url(), errors);
        var token = token(request.token(), errors);
        errors.throwIfAny();
        var current = reader.read(snapshot -> new Current(gateway.outboundAccess(), snapshot.catalogue()))
                .body();
        var gitlab = new GitLabClient(
                Objects.requireNonNull(url),
                token,
                current.access().allowlist(),
                Trust.ADMINISTRATOR,
                client.onBehalfOf(caller.key()),
                json);
        var found = new GitLabConfiguration(gitlab, settings.gitlabTimeout()).fetch();
        var ignored = new ArrayList<String>();
        var written = adopt(options, document(found, current, ignored));
        return new WriteResult<>(
                new GitLabImport(written.body(), keysToSet(written.body(), found), List.copyOf(ignored)),
                written.revision(),
                written.effectiveChanges(),
                written.dryRun());
    }

    private static ConfigurationDocument document(
            GitLabConfiguration.Found found, Current current, List<String> ignored) {
        var features = new ArrayList<@Nullable ConfigurationFeature>();
        for (var choice : found.features()) {
            var id = String.valueOf(choice.feature());
            var offered = Arrays.stream(Provider.values())
                    .anyMatch(provider -> provider.id().equals(choice.provider().orElse(null))
                            && current.catalogue().offers(provider));
            if (current.catalogue().feature(id) == null || !offered) {
                ignored.add(id);
            } else {
                features.add(choice);
            }
        }
        return new ConfigurationDocument(
                new GatewayRequest(found.gatewayUrl(), null, null, null), List.copyOf(found.models()), features);
    }

    private WriteResult<ConfigurationPlan> adopt(WriteOptions options, ConfigurationDocument document) {
        try {
            return configurations.adopt(options, document);
        } catch (ApiException e) {
            throw e.reworded(error -> withName(error, document));
        }
    }

    /** Adds the name of the model or feature, because the caller does not have the document that the pointer refers to. */
    private static ProblemError withName(ProblemError error, ConfigurationDocument document) {
        var pointer = PART.matcher(error.pointer());
        if (!pointer.find()) {
            return error;
        }
        var index = Integer.parseInt(pointer.group(2));
        var subject = pointer.group(1).equals("models")
                ? "The model '" + QueryParameters.shown(String.valueOf(model(document, index))) + "': "
                : "The feature '" + QueryParameters.shown(String.valueOf(feature(document, index))) + "': ";
        return new ProblemError(error.pointer(), error.code(), subject + error.detail());
    }

    private static @Nullable String model(ConfigurationDocument document, int index) {
        var models = document.models();
        var model = models == null ? null : models.get(index);
        return model == null ? null : model.name();
    }

    private static @Nullable String feature(ConfigurationDocument document, int index) {
        var features = document.features();
        var feature = features == null ? null : features.get(index);
        return feature == null ? null : feature.feature();
    }

    /** The names of the models that the plan warns about. */
    private static List<String> keysToSet(ConfigurationPlan plan, GitLabConfiguration.Found found) {
        return plan.warnings().stream()
                .filter(warning -> warning.code().equals("api_key_missing"))
                .map(warning -> warning.pointer().substring("/models/".length()))
                .map(index -> String.valueOf(
                        found.models().get(Integer.parseInt(index)).name()))
                .toList();
    }

    private static @Nullable HttpUrl url(@Nullable String text, ProblemErrors errors) {
        if (text == null || text.isBlank()) {
            errors.add("/url", "required", "The URL of the GitLab is required.");
            return null;
        }
        try {
            return HttpUrl.parseBase(text);
        } catch (HttpUrlException e) {
            errors.add("/url", e.kind() == HttpUrlException.Kind.FORBIDDEN ? "url-forbidden" : "url-invalid", e.rule());
            return null;
        }
    }

    private static String token(@Nullable String token, ProblemErrors errors) {
        if (token == null || token.isBlank()) {
            errors.add("/token", "required", "The access token of an administrator is required.");
            return "";
        }
        if (token.length() > MAX_TOKEN_LENGTH || !OutboundRequest.isHeaderValue(token)) {
            errors.add(
                    "/token",
                    "invalid-characters",
                    "The token is sent in an HTTP header, so it may contain only visible ASCII characters, at most "
                            + MAX_TOKEN_LENGTH + ".");
        }
        return token;
    }

    private record Current(OutboundAccess access, Catalogue catalogue) {}
}
