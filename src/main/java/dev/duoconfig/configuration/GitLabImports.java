package dev.duoconfig.configuration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.instance.GitLabConnection;
import dev.duoconfig.instance.Instances;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Imports the configuration of a running GitLab. Settings that GitLab does not return stay unchanged. What does not fit here is
 * listed, and the rest is imported.
 */
@ApplicationScoped
@Startup
class GitLabImports {

    private final Configurations configurations;
    private final Instances instances;
    private final ConfigurationReader reader;
    private final Gateways gateway;
    private final ConfigurationSettings settings;
    private final OutboundClient client;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GitLabImports(
            Configurations configurations,
            Instances instances,
            ConfigurationReader reader,
            Gateways gateway,
            ConfigurationSettings settings,
            OutboundClient client,
            CurrentCaller caller,
            ObjectMapper json) {
        this.configurations = configurations;
        this.instances = instances;
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
        var connection = connection(request);
        var access = reader.read(snapshot -> gateway.outboundAccess()).body();
        var gitlab = new GitLabClient(
                connection.url(),
                connection.token(),
                access.allowlist(),
                Trust.ADMINISTRATOR,
                client.onBehalfOf(caller.key()),
                json);
        var found = GitLabConfiguration.fetch(gitlab, settings.gitlabTimeout());
        var written = configurations.adopt(options, found);
        return new WriteResult<>(
                result(written.body()), written.revision(), written.effectiveChanges(), written.dryRun());
    }

    private GitLabConnection connection(GitLabImportRequest request) {
        if (request.instance() != null) {
            return stored(request, request.instance());
        }
        var errors = new ProblemErrors();
        var url = GitLabConnection.url(request.url(), errors);
        var token = GitLabConnection.token(request.token(), errors);
        errors.throwIfAny();
        return new GitLabConnection(Objects.requireNonNull(url), token);
    }

    private GitLabConnection stored(GitLabImportRequest request, long id) {
        if (request.url() != null || request.token() != null) {
            throw invalidInstance(
                    "instance-not-alone", "Send either the instance, or the URL and the token of a GitLab.");
        }
        return instances
                .connection(id)
                .orElseThrow(() ->
                        invalidInstance("instance-unknown", "There is no GitLab instance with the id " + id + "."));
    }

    private static ApiException invalidInstance(String code, String detail) {
        return ApiException.invalid(List.of(new ProblemError("/instance", code, detail)));
    }

    private static GitLabImport result(Adoption adoption) {
        var adopted = adoption.adopted();
        var names = new Names(adopted.document());
        var plan = adoption.plan();
        return new GitLabImport(
                plan.withWarnings(plan.warnings().stream().map(names::in).toList()),
                keysToSet(plan, names),
                adopted.ignoredModels(),
                adopted.ignoredFeatures());
    }

    /** The names of the models that the plan warns about. */
    private static List<String> keysToSet(ConfigurationPlan plan, Names names) {
        return plan.warnings().stream()
                .filter(warning -> warning.code().equals("api_key_missing"))
                .map(warning -> names.of(warning.pointer()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The names of the models and features in the document that was applied, which the caller does not have. */
    private record Names(ConfigurationDocument document) {

        /** The beginning of a pointer to a model or feature in the document. */
        private static final Pattern PART = Pattern.compile("^/(models|features)/([0-9]+)");

        ConfigurationWarning in(ConfigurationWarning warning) {
            return of(warning.pointer())
                    .filter(name -> !warning.detail().contains("'" + name + "'"))
                    .map(name -> new ConfigurationWarning(
                            warning.code(),
                            warning.pointer(),
                            (warning.pointer().startsWith("/models") ? "The model '" : "The feature '")
                                    + QueryParameters.shown(name) + "': " + warning.detail()))
                    .orElse(warning);
        }

        Optional<String> of(String pointer) {
            var part = PART.matcher(pointer);
            if (!part.find()) {
                return Optional.empty();
            }
            var index = Integer.parseInt(part.group(2));
            return part.group(1).equals("models")
                    ? item(document.models(), index).map(ConfigurationModel::name)
                    : item(document.features(), index).map(ConfigurationFeature::feature);
        }

        private static <T> Optional<T> item(@Nullable List<@Nullable T> items, int index) {
            return items == null ? Optional.empty() : Optional.ofNullable(items.get(index));
        }
    }
}
