package dev.duoconfig.gitlab;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of self-hosted models of a running GitLab, as it was read.
 *
 * @param version the GitLab's version, such as {@code 19.4.1-ee}; null if it does not say
 * @param offered what its GraphQL API offers
 * @param models its self-hosted models, in its order
 * @param features its feature settings, in its order
 */
public record GitLabState(
        @Nullable String version,
        GitLabInterface offered,
        Gateway gateway,
        List<Model> models,
        List<FeatureSetting> features) {

    public GitLabState {
        models = List.copyOf(models);
        features = List.copyOf(features);
    }

    /**
     * The settings of the AI gateway.
     *
     * @param url null if none is set
     * @param timeoutSeconds null if this GitLab does not have the setting
     * @param agentPlatformUrl the address of the Agent Platform's service; null if none is set, or this GitLab does not have the
     *     setting
     */
    public record Gateway(
            @Nullable String url,
            @Nullable Integer timeoutSeconds,
            @Nullable String agentPlatformUrl) {}

    /**
     * A self-hosted model.
     *
     * @param id its global id, such as {@code gid://gitlab/Ai::SelfHostedModel/7}
     * @param family the id of its family, in lower case
     * @param endpoint as stored there, so it can be empty or GitLab's placeholder for models on Bedrock
     * @param identifier as stored there, so it can lack the prefix of the platform that {@code provider} names
     * @param provider in lower case; null if this GitLab does not have the property
     * @param iamRole null if there is none, or this GitLab does not have the property
     * @param hasApiKey null if the GitLab does not say
     */
    public record Model(
            String id,
            String name,
            String family,
            @Nullable String endpoint,
            @Nullable String identifier,
            @Nullable String provider,
            @Nullable String iamRole,
            @Nullable Boolean hasApiKey) {}

    /**
     * The setting of a feature.
     *
     * @param feature the id of the feature, in lower case
     * @param provider in lower case: {@code unassigned}, {@code self_hosted}, {@code vendored}, {@code disabled}, or one that
     *     this service does not know
     * @param modelId the global id of the self-hosted model; null without one
     * @param modelName the name of the self-hosted model; null without one
     * @param vendoredModel GitLab's name of one of its own models; null if the setting names none
     * @param compatibleFamilies the ids of the families that this GitLab accepts for the feature, in lower case; empty if it does
     *     not say
     */
    public record FeatureSetting(
            String feature,
            String provider,
            @Nullable String modelId,
            @Nullable String modelName,
            @Nullable String vendoredModel,
            List<String> compatibleFamilies) {

        public FeatureSetting {
            compatibleFamilies = List.copyOf(compatibleFamilies);
        }
    }
}
