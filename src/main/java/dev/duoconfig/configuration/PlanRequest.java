package dev.duoconfig.configuration;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.feature.FeatureSettingChange;
import dev.duoconfig.feature.PlanFeature;
import dev.duoconfig.gateway.GatewayPatch;
import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.model.PlanModel;
import dev.duoconfig.model.PlanModelDeletion;
import org.jspecify.annotations.Nullable;

/** The writes to plan, in the order in which they would be made; a part that is null or empty has none. */
record PlanRequest(
        @Nullable GatewayPatch gateway,
        @MaxItems(MAX_MODELS) @Nullable List<@Nullable PlanModel> models,
        @MaxItems(FeatureSettingChange.MAX) @Nullable List<@Nullable PlanFeature> features,
        @MaxItems(MAX_MODELS) @Nullable List<@Nullable PlanModelDeletion> deleteModels) {

    /** Documents can have more models. Here, each is validated against the result of those before it. */
    static final int MAX_MODELS = 100;

    PlanRequest {
        models = Objects.requireNonNullElse(models, List.of());
        features = Objects.requireNonNullElse(features, List.of());
        deleteModels = Objects.requireNonNullElse(deleteModels, List.of());
    }

    /** Refuses a request without any write with a 422. */
    void requireWrites() {
        if (gateway == null
                && models().isEmpty()
                && features().isEmpty()
                && deleteModels().isEmpty()) {
            throw ApiException.invalid(List.of(new ProblemError(
                    "",
                    "required",
                    "A plan needs at least one change. Send gateway, models, features, or delete_models.")));
        }
    }

    @Override
    public List<@Nullable PlanModel> models() {
        return Objects.requireNonNull(models);
    }

    @Override
    public List<@Nullable PlanFeature> features() {
        return Objects.requireNonNull(features);
    }

    @Override
    public List<@Nullable PlanModelDeletion> deleteModels() {
        return Objects.requireNonNull(deleteModels);
    }

    /** Never shows the keys. */
    @Override
    public String toString() {
        return "PlanRequest";
    }
}
