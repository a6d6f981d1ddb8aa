package dev.duoconfig.instance;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.ModelState;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a GitLab takes and shows a model.
 *
 * @param input the input type with which a model is sent
 */
record ModelForm(GitLabInterface offered, String input) {

    /** The endpoint of models on Bedrock in a GitLab that requires an endpoint. */
    private static final String BEDROCK_PLACEHOLDER = "http://bedrockselfhostedmodel.com";

    private static final String ENDPOINT = "endpoint";
    private static final String IDENTIFIER = "identifier";
    private static final String PROVIDER = "provider";
    private static final String IAM_ROLE = "iamRole";

    /** The model as it is sent. */
    ModelState sent(Deployment model) {
        return new ModelState(
                model.name(),
                model.family(),
                endpoint(model),
                model.identifier(),
                offered.takes(input, PROVIDER) ? provider(model.platform()) : null,
                model.iamRole());
    }

    /** The model as it is there. */
    static ModelState shown(GitLabState.Model model) {
        return new ModelState(
                model.name(),
                model.family(),
                model.endpoint(),
                Objects.requireNonNullElse(model.identifier(), ""),
                model.provider(),
                model.iamRole());
    }

    /** A model there as it is sent to keep everything but its name. */
    ModelState renamed(GitLabState.Model model, String name) {
        var provider = Objects.requireNonNullElse(
                model.provider(),
                provider(Platform.ofIdentifier(identifier(model)).orElse(null)));
        return new ModelState(
                name,
                model.family(),
                offered.takes(input, ENDPOINT) ? model.endpoint() : null,
                Objects.requireNonNullElse(model.identifier(), ""),
                offered.takes(input, PROVIDER) ? provider : null,
                offered.takes(input, IAM_ROLE) ? model.iamRole() : null);
    }

    /** The reason why this GitLab cannot have the model; null if it can. */
    @Nullable
    Obstacle obstacle(ModelState model, @Nullable KeyTransfer key) {
        if (!offered.knows(GitLabInterface.FAMILIES, model.family().toUpperCase(Locale.ROOT))) {
            return new Obstacle(
                    NotPossibleCode.FAMILY_UNKNOWN_THERE,
                    "This GitLab does not have the model family '%s'.".formatted(model.family()));
        }
        var provider = model.provider();
        if (provider != null && !offered.knows(GitLabInterface.PLATFORMS, provider.toUpperCase(Locale.ROOT))) {
            return new Obstacle(
                    NotPossibleCode.PLATFORM_UNKNOWN_THERE,
                    "This GitLab does not have the platform '%s'.".formatted(provider));
        }
        if (model.endpoint() == null && offered.requires(input, ENDPOINT)) {
            return new Obstacle(
                    NotPossibleCode.ENDPOINT_REQUIRED_THERE,
                    "This GitLab requires an endpoint, and the model has none.");
        }
        return Obstacle.ofCall(offered, input, fields(model, key));
    }

    /** Whether a model there has all properties that this GitLab shows and accepts. */
    boolean matches(GitLabState.Model there, ModelState wanted) {
        return there.name().equals(wanted.name())
                && there.family().equals(wanted.family())
                && (!comparable(ENDPOINT) || haveSameEndpoint(there, wanted))
                && (!comparable(IDENTIFIER) || haveSameIdentifier(there, wanted))
                && (there.provider() == null
                        || wanted.provider() == null
                        || there.provider().equals(wanted.provider()))
                && (!comparable(IAM_ROLE) || Objects.equals(presentOrNull(there.iamRole()), wanted.iamRole()));
    }

    /** Whether a model there has the endpoint or the identifier of a model. Models without an endpoint do not have the same. */
    static boolean resemble(GitLabState.Model there, ModelState wanted) {
        return (endpoint(there.endpoint()) != null && haveSameEndpoint(there, wanted))
                || haveSameIdentifier(there, wanted);
    }

    private static boolean haveSameEndpoint(GitLabState.Model there, ModelState wanted) {
        return Objects.equals(there.endpoint(), wanted.endpoint())
                || Objects.equals(endpoint(there.endpoint()), endpoint(wanted.endpoint()));
    }

    private static boolean haveSameIdentifier(GitLabState.Model there, ModelState wanted) {
        return wanted.identifier().equals(there.identifier())
                || wanted.identifier().equals(identifier(there));
    }

    /** Whether the model there calls another server than the wanted one. */
    static boolean changesServer(GitLabState.Model there, ModelState wanted) {
        return !haveSameEndpoint(there, wanted)
                && !HttpUrl.haveSameOrigin(endpoint(there.endpoint()), endpoint(wanted.endpoint()));
    }

    private boolean comparable(String field) {
        return offered.has(GitLabInterface.MODEL, field) && offered.takes(input, field);
    }

    /** The fields of the input that have a value. */
    private Set<String> fields(ModelState model, @Nullable KeyTransfer key) {
        var fields = new HashSet<String>(Set.of("name", "model", IDENTIFIER));
        if (input.equals(GitLabInterface.UPDATE_MODEL)) {
            fields.add("id");
        }
        if (model.endpoint() != null) {
            fields.add(ENDPOINT);
        }
        if (model.provider() != null) {
            fields.add(PROVIDER);
        }
        if (model.iamRole() != null) {
            fields.add(IAM_ROLE);
        }
        if (key == KeyTransfer.SENT || key == KeyTransfer.REMOVED) {
            fields.add("apiToken");
        }
        return fields;
    }

    private @Nullable String endpoint(Deployment model) {
        return model.endpoint() == null && model.platform() == Platform.BEDROCK && offered.requires(input, ENDPOINT)
                ? BEDROCK_PLACEHOLDER
                : model.endpoint();
    }

    /** An endpoint without GitLab's ways to say that there is none. */
    private static @Nullable String endpoint(@Nullable String text) {
        return HttpUrl.haveSameOrigin(text, BEDROCK_PLACEHOLDER) ? null : presentOrNull(text);
    }

    /** The identifier with a prefix, which GitLab leaves out where its provider or the AI gateway adds it. */
    private static String identifier(GitLabState.Model model) {
        var identifier = Objects.requireNonNullElse(model.identifier(), "");
        var prefix = Objects.requireNonNullElse(prefix(model.provider(), identifier), "");
        return identifier.startsWith(prefix) ? identifier : prefix + identifier;
    }

    private static @Nullable String prefix(@Nullable String provider, String identifier) {
        for (var platform : List.of(Platform.BEDROCK, Platform.VERTEX_AI)) {
            if (platform.id().equals(provider)) {
                return platform.prefix();
            }
        }
        var api = provider == null || provider.equals(provider(null));
        return api && !identifier.contains("/") ? Platform.VLLM.prefix() : null;
    }

    private static String provider(@Nullable Platform platform) {
        if (platform == null) {
            return "api";
        }
        return switch (platform) {
            case BEDROCK, VERTEX_AI -> platform.id();
            case VLLM, AZURE_OPENAI, OPENAI, ANTHROPIC, BEDROCK_MANTLE, OTHER -> "api";
        };
    }

    private static @Nullable String presentOrNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
