package dev.duoconfig.configuration;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.feature.FeatureChoice;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The content of a document by IDs, so that audited changes can be undone. */
final class DocumentState {

    private GatewayValues gateway;
    private final Map<Long, PlannedModel> models = new HashMap<>();
    private final Map<String, FeatureChoice> choices = new HashMap<>();

    private DocumentState(GatewayValues gateway) {
        this.gateway = gateway;
    }

    static DocumentState of(GatewayValues gateway, Snapshot snapshot) {
        var state = new DocumentState(gateway);
        snapshot.models().values().forEach(model -> state.models.put(model.id(), PlannedModel.of(model)));
        snapshot.settings().forEach((feature, setting) -> state.choose(feature, FeatureChoice.of(setting)));
        return state;
    }

    GatewayValues gateway() {
        return gateway;
    }

    void setGateway(GatewayValues values) {
        gateway = values;
    }

    /**
     * Sets or removes a model.
     *
     * @param model null if the model does not exist
     */
    void setModel(long id, @Nullable PlannedModel model) {
        if (model == null) {
            models.remove(id);
        } else {
            models.put(id, model);
        }
    }

    void choose(String feature, FeatureChoice choice) {
        if (choice.provider() == Provider.UNASSIGNED) {
            choices.remove(feature);
        } else {
            choices.put(feature, choice);
        }
    }

    /** Whether the documents are the same, except for API keys, which a document does not contain. */
    boolean isSameAs(DocumentState other, Snapshot snapshot) {
        return gateway.equals(other.gateway)
                && deployments().equals(other.deployments())
                && features(snapshot).equals(other.features(snapshot));
    }

    private Set<Deployment> deployments() {
        return models.values().stream().map(PlannedModel::deployment).collect(Collectors.toSet());
    }

    /** Returns the document in a stable order. */
    ConfigurationDocument document(Snapshot snapshot) {
        return new ConfigurationDocument(
                gateway.request(),
                models.values().stream()
                        .sorted(Comparator.comparing(model -> model.deployment().name()))
                        .<@Nullable ConfigurationModel>map(ConfigurationModel::of)
                        .toList(),
                features(snapshot));
    }

    private List<@Nullable ConfigurationFeature> features(Snapshot snapshot) {
        return Stream.concat(
                        snapshot.catalogue().features().stream().map(Feature::id),
                        choices.keySet().stream().sorted())
                .distinct()
                .filter(choices::containsKey)
                .<@Nullable ConfigurationFeature>map(this::choice)
                .toList();
    }

    private ConfigurationFeature choice(String feature) {
        var choice = choices.get(feature);
        var model = choice == null || choice.modelId() == null ? null : models.get(choice.modelId());
        return new ConfigurationFeature(
                feature,
                JsonNullable.of(choice == null ? null : choice.provider().id()),
                model == null ? null : model.deployment().name(),
                choice == null ? null : choice.vendoredModel());
    }
}
