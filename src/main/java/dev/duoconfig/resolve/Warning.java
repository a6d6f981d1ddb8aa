package dev.duoconfig.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A warning about a configuration that works but needs attention.
 *
 * @param code stable slug
 * @param field the property that the warning is about; null if it is not about a single property
 * @param detail a sentence for an administrator
 */
public record Warning(String code, @Nullable String field, String detail) {

    /** The prefix for which LiteLLM appends nothing to the endpoint, so that it ends with an operation. */
    private static final String FILL_IN_THE_MIDDLE = "text-completion-codestral/";

    static final Warning SUBSCRIPTION_IN_GRACE = new Warning(
            "subscription_in_grace",
            null,
            "The subscription has expired; requests are served until its grace period ends.");

    private static final Warning ENDPOINT_WITHOUT_V1 = new Warning(
            "endpoint_without_v1",
            "endpoint",
            "The endpoint's path does not end in /v1, where OpenAI-compatible servers usually serve their API.");

    private static final Warning IDENTIFIER_PREFIX_UNCOMMON = new Warning(
            "identifier_prefix_uncommon",
            "identifier",
            "The prefix of the identifier is not one that GitLab documents. It works only if LiteLLM in the AI gateway knows it.");

    static Warning familyNotSupported(Feature feature, String familyName, String modelName) {
        return new Warning(
                "family_not_supported",
                "family",
                "%s does not support the model family %s; the model '%s' is used anyway."
                        .formatted(feature.title(), familyName, modelName));
    }

    /** The warning about the path of an endpoint, or null: it goes too far, or it does not go as far as usual. */
    public static @Nullable Warning endpointPath(@Nullable Platform platform, @Nullable String endpoint) {
        if (platform == null || endpoint == null) {
            return null;
        }
        return switch (platform) {
            case VLLM -> {
                var base = EndpointPath.withoutOperation(endpoint);
                yield base == null ? endpointWithoutV1(platform, endpoint) : withOperation(base);
            }
            case AZURE_OPENAI -> {
                var resource = EndpointPath.azureResource(endpoint);
                yield resource == null ? null : beyondResource(endpoint, resource);
            }
            case OPENAI, BEDROCK_MANTLE, OTHER -> {
                var base = EndpointPath.withoutOperation(endpoint);
                yield base == null ? null : withOperation(base);
            }
            case ANTHROPIC, BEDROCK, VERTEX_AI -> null;
        };
    }

    /** The warning about an ARN that does not name the API of Bedrock to call, or null. */
    public static @Nullable Warning arnWithoutConverse(String identifier) {
        var corrected = BedrockArn.withConverse(identifier);
        return corrected == null
                ? null
                : new Warning(
                        "identifier_arn_without_converse",
                        "identifier",
                        "The ARN does not name the model, so the AI gateway cannot tell which API of Bedrock to call. Set the"
                                + " identifier to " + corrected + ".");
    }

    private static Warning withOperation(String base) {
        return new Warning(
                "endpoint_goes_too_far",
                "endpoint",
                "The endpoint ends with an operation, but it must be the URL to which /chat/completions is appended,"
                        + " probably " + base + ".");
    }

    private static Warning beyondResource(String endpoint, String resource) {
        return new Warning(
                "endpoint_goes_too_far",
                "endpoint",
                "For azure/, the endpoint must be the URL of the resource, to which /openai/deployments is appended, probably "
                        + resource + "."
                        + (EndpointPath.azureV1(endpoint) == null
                                ? ""
                                : " For the API under /openai/v1, use an identifier that begins with custom_openai/."));
    }

    static Warning familyNotSupportedByFlow(Feature feature, Snapshot.Model model) {
        return new Warning(
                "family_not_supported_by_flow",
                "family",
                "The flow of %s refuses models of the family %s; choose another model than '%s'."
                        .formatted(feature.title(), model.family(), model.name()));
    }

    static Warning agentsNotSelfHosted(Feature feature, String signer) {
        return new Warning(
                "agents_not_self_hosted",
                null,
                "%s has a self-hosted model, but %s does not; up to GitLab 19.4.1, such a flow fails with an offline license."
                        .formatted(feature.title(), signer));
    }

    /** The warnings about a deployment that the AI gateway can use, but that looks wrong. */
    public static List<Warning> ofDeployment(Deployment deployment) {
        var warnings = new ArrayList<Warning>(0);
        Stream.of(
                        deployment.identifierPrefix().equals(FILL_IN_THE_MIDDLE)
                                ? null
                                : endpointPath(deployment.platform(), deployment.endpoint()),
                        arnWithoutConverse(deployment.identifier()))
                .filter(Objects::nonNull)
                .forEach(warnings::add);
        if (deployment.platform() == Platform.OTHER) {
            warnings.add(IDENTIFIER_PREFIX_UNCOMMON);
        }
        return warnings;
    }

    /** The warning for an OpenAI-compatible server whose endpoint's path does not end in a version of the API, or null. */
    public static @Nullable Warning endpointWithoutV1(@Nullable Platform platform, @Nullable String endpoint) {
        if (platform != Platform.VLLM || endpoint == null || EndpointPath.endsInVersion(endpoint)) {
            return null;
        }
        return ENDPOINT_WITHOUT_V1;
    }
}
