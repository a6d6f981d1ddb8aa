package dev.duoconfig.instance;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** One change in a GitLab instance. Each step is one call of its API. */
sealed interface Step {

    <T> T accept(Visitor<T> visitor);

    /** A function of a step with one case for each kind. */
    interface Visitor<T> {
        T setGateway(SetGateway step);

        T createModel(CreateModel step);

        T updateModel(UpdateModel step);

        T setFeatures(SetFeatures step);

        T deleteModel(DeleteModel step);
    }

    /** The transfer of the API key of a model. */
    enum KeyTransfer {
        @JsonProperty("sent")
        SENT,
        @JsonProperty("kept")
        KEPT,
        @JsonProperty("removed")
        REMOVED
    }

    /**
     * Settings of the AI gateway. Properties that are null in both states do not change.
     *
     * @param before the present values of the properties that change
     * @param after the values to set
     */
    record SetGateway(GatewayState before, GatewayState after) implements Step {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.setGateway(this);
        }
    }

    /**
     * A model to create.
     *
     * @param modelId the id of the model here
     * @param key null if the model has no key
     */
    record CreateModel(
            long modelId, ModelState after, @Nullable KeyTransfer key) implements Step {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.createModel(this);
        }
    }

    /**
     * A model to change. GitLab's update replaces all properties except the key.
     *
     * @param modelId the id of the model here
     * @param gitlabId its global id there
     * @param key null if there is no key, here or there
     */
    record UpdateModel(
            long modelId,
            String gitlabId,
            ModelState before,
            ModelState after,
            @Nullable KeyTransfer key) implements Step {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.updateModel(this);
        }
    }

    /**
     * Features that get the same setting.
     *
     * @param before the present settings, in the order of {@code features}
     */
    record SetFeatures(List<String> features, List<FeatureState> before, FeatureState after) implements Step {

        public SetFeatures {
            features = List.copyOf(features);
            before = List.copyOf(before);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.setFeatures(this);
        }
    }

    /**
     * A model to delete, which this service created.
     *
     * @param modelId the id that the model had here
     * @param gitlabId its global id there
     */
    record DeleteModel(long modelId, String gitlabId, ModelState before) implements Step {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.deleteModel(this);
        }
    }

    /** Settings of the AI gateway; null for a setting that does not change. */
    record GatewayState(
            @Nullable String url,
            @Nullable Integer requestTimeoutSeconds,
            @Nullable String agentPlatformUrl) {}

    /**
     * A model as it is sent to a GitLab.
     *
     * @param family the id of the family, in lower case
     * @param endpoint as sent, so it can be GitLab's placeholder for models on Bedrock
     * @param provider in lower case; null if this GitLab does not have the property
     */
    record ModelState(
            String name,
            String family,
            @Nullable String endpoint,
            String identifier,
            @Nullable String provider,
            @Nullable String iamRole) {

        /** The same model under another name. */
        ModelState named(String other) {
            return new ModelState(other, family, endpoint, identifier, provider, iamRole);
        }
    }

    /**
     * The setting of a feature.
     *
     * @param provider in lower case
     * @param modelId the id of the self-hosted model here; null without one, or if this service does not know the model
     * @param modelName the name of the self-hosted model; null without one
     */
    record FeatureState(
            String provider,
            @Nullable Long modelId,
            @Nullable String modelName,
            @Nullable String vendoredModel) {}
}
