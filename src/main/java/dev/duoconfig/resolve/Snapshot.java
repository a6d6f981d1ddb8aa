package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration at one revision. Immutable.
 *
 * @param revision increases by 1 with each committed change
 * @param changedAt time of the change that led to this revision
 * @param settings settings by feature id; a feature without an entry is unassigned
 * @param models models by id
 * @param subscription what reads of the subscription show; null in a snapshot from a file of release 0.2
 * @param checks the newest checks, which change without a revision
 */
public record Snapshot(
        long revision,
        Instant changedAt,
        Catalogue catalogue,
        Gateway gateway,
        Entitlement entitlement,
        Map<String, Setting> settings,
        Map<Long, Model> models,
        @Nullable SubscriptionDetails subscription,
        KnownChecks checks) {

    private static final Setting NO_CHOICE = new Setting(Provider.UNASSIGNED, null, 0, null, null);

    /**
     * Refuses a configuration that contradicts itself.
     *
     * @throws IllegalStateException if a setting names a model that does not exist, which the database's foreign key
     *     rules out
     */
    public Snapshot {
        settings = Map.copyOf(settings);
        models = Map.copyOf(models);
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            var modelId = entry.getValue().modelId();
            if (modelId != null && !models.containsKey(modelId)) {
                throw new IllegalStateException("The setting of feature '%s' names model %d, which does not exist"
                        .formatted(entry.getKey(), modelId));
            }
        }
    }

    /** A configuration without what only reads of its parts show. */
    public Snapshot(
            long revision,
            Instant changedAt,
            Catalogue catalogue,
            Gateway gateway,
            Entitlement entitlement,
            Map<String, Setting> settings,
            Map<Long, Model> models) {
        this(revision, changedAt, catalogue, gateway, entitlement, settings, models, null, KnownChecks.NONE);
    }

    /** The setting of a feature; unassigned if nothing is stored for it. */
    public Setting setting(String featureId) {
        return settings.getOrDefault(featureId, NO_CHOICE);
    }

    /**
     * Ids of the features whose own setting names this model: features of the catalogue in list order, then features that
     * only another catalogue contains, by id.
     */
    public List<String> usedBy(long modelId) {
        Long wanted = modelId;
        return Stream.concat(
                        catalogue.features().stream().map(Feature::id),
                        settings.keySet().stream().sorted())
                .distinct()
                .filter(feature -> wanted.equals(setting(feature).modelId()))
                .toList();
    }

    /** Whether it has what reads of its parts show, which a file of release 0.2 lacks. */
    public boolean isComplete() {
        return subscription != null;
    }

    /** Ids of the models that settings name. */
    public Set<Long> chosenModels() {
        return settings.values().stream()
                .map(Setting::modelId)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    public Snapshot withRevision(long newRevision, Instant at) {
        return new Snapshot(newRevision, at, catalogue, gateway, entitlement, settings, models, subscription, checks);
    }

    public Snapshot withCatalogue(Catalogue other) {
        return new Snapshot(revision, changedAt, other, gateway, entitlement, settings, models, subscription, checks);
    }

    public Snapshot withGateway(Gateway newGateway) {
        return new Snapshot(
                revision, changedAt, catalogue, newGateway, entitlement, settings, models, subscription, checks);
    }

    public Snapshot withEntitlement(Entitlement newEntitlement) {
        return withSubscription(newEntitlement, subscription);
    }

    public Snapshot withSubscription(Entitlement newEntitlement, @Nullable SubscriptionDetails details) {
        return new Snapshot(revision, changedAt, catalogue, gateway, newEntitlement, settings, models, details, checks);
    }

    public Snapshot withChecks(KnownChecks newChecks) {
        return newChecks.equals(checks)
                ? this
                : new Snapshot(
                        revision,
                        changedAt,
                        catalogue,
                        gateway,
                        entitlement,
                        settings,
                        models,
                        subscription,
                        newChecks);
    }

    /** Adds the model, or replaces the model with the same id. */
    public Snapshot withModel(Model model) {
        return withModels(List.of(model));
    }

    /** Adds the models, or replaces the models with the same ids. */
    public Snapshot withModels(List<Model> added) {
        var changed = new HashMap<Long, Model>(models);
        added.forEach(model -> changed.put(model.id(), model));
        return new Snapshot(
                revision, changedAt, catalogue, gateway, entitlement, settings, changed, subscription, checks);
    }

    /**
     * Removes the model.
     *
     * @throws IllegalStateException if a setting still names it
     */
    public Snapshot withoutModel(long modelId) {
        return withoutModels(List.of(modelId));
    }

    /**
     * Removes the models with these ids.
     *
     * @throws IllegalStateException if a setting still names one of them
     */
    public Snapshot withoutModels(List<Long> ids) {
        var changed = new HashMap<Long, Model>(models);
        ids.forEach(changed::remove);
        return new Snapshot(
                revision, changedAt, catalogue, gateway, entitlement, settings, changed, subscription, checks);
    }

    /** Replaces the settings of the features in the map and keeps all others. */
    public Snapshot withSettings(Map<String, Setting> changed) {
        var all = new HashMap<String, Setting>(settings);
        all.putAll(changed);
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, all, models, subscription, checks);
    }

    /**
     * The settings that apply to every self-hosted model.
     *
     * @param url URL of the administrator's AI gateway; null if none is configured
     * @param requestTimeoutSeconds how long GitLab waits for a response
     * @param betaFeaturesEnabled the beta toggle
     * @param vendoredModelsAllowed whether GitLab's own models may be used
     * @param details null in a plan, and in a snapshot from a file of release 0.2
     */
    public record Gateway(
            @Nullable String url,
            int requestTimeoutSeconds,
            boolean betaFeaturesEnabled,
            boolean vendoredModelsAllowed,
            @Nullable GatewayDetails details) {

        /** The settings without what only reads of the gateway show. */
        public Gateway(
                @Nullable String url,
                int requestTimeoutSeconds,
                boolean betaFeaturesEnabled,
                boolean vendoredModelsAllowed) {
            this(url, requestTimeoutSeconds, betaFeaturesEnabled, vendoredModelsAllowed, null);
        }

        /** The settings with GitLab's own models allowed, which is the default. */
        public Gateway(@Nullable String url, int requestTimeoutSeconds, boolean betaFeaturesEnabled) {
            this(url, requestTimeoutSeconds, betaFeaturesEnabled, true);
        }
    }

    /**
     * A self-hosted model.
     *
     * @param apiKey the stored API key, encrypted; null if there is none
     * @param details null in a draft, and in a snapshot from a file of release 0.2
     */
    public record Model(
            long id,
            Deployment deployment,
            @Nullable SealedKey apiKey,
            @Nullable ModelDetails details) {

        /** A model without what only reads of models show. */
        public Model(long id, Deployment deployment, @Nullable SealedKey apiKey) {
            this(id, deployment, apiKey, null);
        }

        /** What requests with the model depend on, for comparisons: neither the value of its key nor its details. */
        Model decisive() {
            return new Model(id, deployment, apiKey == null ? null : SealedKey.ANY);
        }

        public boolean hasApiKey() {
            return apiKey != null;
        }

        public String name() {
            return deployment.name();
        }

        public String family() {
            return deployment.family();
        }

        public @Nullable String endpoint() {
            return deployment.endpoint();
        }

        public String identifier() {
            return deployment.identifier();
        }

        public @Nullable Platform platform() {
            return deployment.platform();
        }
    }
}
