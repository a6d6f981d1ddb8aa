package dev.duoconfig.catalogue;

import java.util.List;

/**
 * A platform as one GitLab version supports it.
 *
 * @param name name shown to administrators
 * @param endpointRequired whether a model needs an endpoint; otherwise, it has none
 * @param apiKeyUsed whether a model can have an API key that the AI gateway uses
 * @param iamRoleUsed whether a model can have an IAM role
 * @param examples model identifiers
 */
public record PlatformRules(
        Platform platform,
        String name,
        boolean endpointRequired,
        boolean apiKeyUsed,
        boolean iamRoleUsed,
        List<String> examples) {

    public PlatformRules {
        examples = List.copyOf(examples);
    }
}
