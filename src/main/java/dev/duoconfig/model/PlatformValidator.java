package dev.duoconfig.model;

import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.PlatformRules;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** Validates what depends on the platform of a model. A stored model may keep the values that it has. */
final class PlatformValidator {

    static final int MAX_IAM_ROLE_LENGTH = 2048;

    /** The ARN of an IAM role in any partition of AWS, with a path before its name or without one. */
    private static final Pattern IAM_ROLE =
            Pattern.compile("arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/([!-~]{1,2048}/)?[A-Za-z0-9+=,.@_-]{1,2048}");

    private final Catalogue catalogue;
    private final Snapshot.@Nullable Model present;
    private final ProblemErrors errors;

    PlatformValidator(Catalogue catalogue, Snapshot.@Nullable Model present, ProblemErrors errors) {
        this.catalogue = catalogue;
        this.present = present;
        this.errors = errors;
    }

    /** The rules of the identifier's platform; null with an error, or if the model keeps an identifier without any. */
    @Nullable
    PlatformRules rules(String identifier) {
        if (!errors.clean("/identifier")) {
            return null;
        }
        var rules = Platform.ofIdentifier(identifier).map(catalogue::platform).orElse(null);
        if (rules == null && (present == null || !present.identifier().equals(identifier))) {
            errors.add(
                    "/identifier",
                    "identifier-prefix-unknown",
                    "The identifier must be a platform's prefix, a slash, and the model's name on the platform, such as "
                            + catalogue.platforms().stream()
                                    .map(platform -> platform.examples().get(0))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return rules;
    }

    @Nullable
    String endpoint(@Nullable String text, @Nullable PlatformRules rules) {
        if (text == null || text.isBlank()) {
            if (rules != null && rules.endpointRequired()) {
                errors.add("/endpoint", "endpoint-required", endpointRequired(rules));
            }
            return null;
        }
        if (rules != null
                && !rules.endpointRequired()
                && rules.platform() != Platform.BEDROCK
                && !keeps(text, Snapshot.Model::endpoint, rules)) {
            errors.add(
                    "/endpoint",
                    "endpoint-not-allowed",
                    "A model on the platform " + rules.name()
                            + " has no endpoint; the AI gateway finds it with the settings of its environment. Set endpoint to"
                            + " null.");
            return null;
        }
        try {
            return HttpUrl.parse(text).value();
        } catch (HttpUrlException e) {
            var code = e.kind() == HttpUrlException.Kind.FORBIDDEN ? "endpoint-forbidden" : "endpoint-invalid";
            errors.add("/endpoint", code, e.rule());
            return null;
        }
    }

    void checkApiKey(ApiKeyChange apiKey, @Nullable PlatformRules rules) {
        if (rules != null && !rules.apiKeyUsed() && rules.platform() != Platform.BEDROCK && hasKey(apiKey)) {
            errors.add(
                    "/api_key",
                    "api-key-not-allowed",
                    "A model on the platform " + rules.name()
                            + " has no API key; the AI gateway has the credentials in its environment. Set api_key to null.");
        }
    }

    @Nullable
    String iamRole(@Nullable String sent, ApiKeyChange apiKey, @Nullable PlatformRules rules) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        var text = sent.strip();
        var kept = keeps(text, model -> model.deployment().iamRole(), rules);
        if (!kept
                && (text.length() > MAX_IAM_ROLE_LENGTH
                        || !IAM_ROLE.matcher(text).matches())) {
            errors.add(
                    "/iam_role",
                    "iam-role-invalid",
                    "The iam_role must be the ARN of an IAM role with at most " + MAX_IAM_ROLE_LENGTH
                            + " characters, such as arn:aws:iam::123456789012:role/duo.");
        } else if (!kept && rules != null && !rules.iamRoleUsed()) {
            errors.add("/iam_role", "iam-role-not-allowed", iamRoleNotUsed());
        } else if (hasKey(apiKey)) {
            errors.add(
                    "/iam_role",
                    "iam-role-not-allowed",
                    "A model has either an iam_role or an api_key. Set one of them to null.");
        }
        return text;
    }

    private String iamRoleNotUsed() {
        return "GitLab " + catalogue.version() + " uses an iam_role only "
                + (catalogue.platforms().stream().anyMatch(PlatformRules::iamRoleUsed)
                        ? "for models on Amazon Bedrock (bedrock/)."
                        : "from version 19 on.")
                + " Set iam_role to null.";
    }

    /** Whether the model has a key after the write. */
    private boolean hasKey(ApiKeyChange apiKey) {
        return apiKey.key() != null || (apiKey.keep() && present != null && present.hasApiKey());
    }

    /** Whether the model keeps a value on the platform that it is on. */
    private boolean keeps(
            String text, Function<Snapshot.Model, @Nullable String> property, @Nullable PlatformRules rules) {
        return present != null
                && Objects.equals(property.apply(present), text)
                && (rules == null || rules.platform() == present.platform());
    }

    private String endpointRequired(PlatformRules rules) {
        var needed = " requires an endpoint, such as " + example(rules.platform()) + ".";
        if (rules.platform() != Platform.OTHER) {
            return "A model on the platform " + rules.name() + needed;
        }
        var documented = catalogue.platforms().stream()
                .map(platform -> platform.platform().prefix())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return "The identifier has none of the prefixes that GitLab documents (" + documented
                + "). Correct the identifier; a model with another prefix" + needed;
    }

    private static String example(Platform platform) {
        return switch (platform) {
            case AZURE_OPENAI -> "https://example.openai.azure.com";
            case OPENAI -> "https://api.openai.com/v1";
            case ANTHROPIC -> "https://api.anthropic.com";
            case BEDROCK_MANTLE -> "https://bedrock-mantle.us-east-1.api.aws/v1";
            case VLLM, BEDROCK, VERTEX_AI, OTHER -> "https://vllm.example.com:8000/v1";
        };
    }
}
