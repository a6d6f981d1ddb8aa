package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration at one revision, immutable.
 *
 * @param revision +1 for each committed change
 * @param changedAt when that change was committed
 * @param settings by feature id; a feature without an entry is unassigned
 * @param models by model id
 */
public record Snapshot(
        long revision,
        Instant changedAt,
        Catalogue catalogue,
        Gateway gateway,
        Entitlement entitlement,
        Map<String, Setting> settings,
        Map<Long, Model> models) {

    private static final Setting NO_CHOICE = new Setting(Provider.UNASSIGNED, null, 0, null, null);

    /**
     * Refuses a configuration that contradicts itself.
     *
     * @throws IllegalStateException when a setting names a model that is not there, which the database's foreign key
     *     rules out
     */
    public Snapshot {
        settings = Map.copyOf(settings);
        models = Map.copyOf(models);
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            var modelId = entry.getValue().modelId();
            if (modelId != null && !models.containsKey(modelId)) {
                throw new IllegalStateException("The setting of feature '%s' names model %d, which is not there"
                        .formatted(entry.getKey(), modelId));
            }
        }
    }

    /** The setting of a feature; one without a choice when nothing is stored for it. */
    public Setting setting(String featureId) {
        return settings.getOrDefault(featureId, NO_CHOICE);
    }

    /**
     * Ids of the features whose own setting names this model: in the catalogue's list order, then those that only
     * another catalogue knows, by id.
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

    public Snapshot withRevision(long newRevision, Instant at) {
        return new Snapshot(newRevision, at, catalogue, gateway, entitlement, settings, models);
    }

    public Snapshot withCatalogue(Catalogue other) {
        return new Snapshot(revision, changedAt, other, gateway, entitlement, settings, models);
    }

    public Snapshot withGateway(Gateway newGateway) {
        return new Snapshot(revision, changedAt, catalogue, newGateway, entitlement, settings, models);
    }

    public Snapshot withEntitlement(Entitlement newEntitlement) {
        return new Snapshot(revision, changedAt, catalogue, gateway, newEntitlement, settings, models);
    }

    /** Adds the model, or replaces the one with its id. */
    public Snapshot withModel(Model model) {
        return withModels(List.of(model));
    }

    /** Adds the models, or replaces those with their ids. */
    public Snapshot withModels(List<Model> added) {
        var changed = new HashMap<Long, Model>(models);
        added.forEach(model -> changed.put(model.id(), model));
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, settings, changed);
    }

    /**
     * Removes the model.
     *
     * @throws IllegalStateException while a setting still names it
     */
    public Snapshot withoutModel(long modelId) {
        return withoutModels(List.of(modelId));
    }

    /**
     * Removes the models with these ids.
     *
     * @throws IllegalStateException while a setting still names one of them
     */
    public Snapshot withoutModels(List<Long> ids) {
        var changed = new HashMap<Long, Model>(models);
        ids.forEach(changed::remove);
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, settings, changed);
    }

    /** Lays the changed settings over the present ones. */
    public Snapshot withSettings(Map<String, Setting> changed) {
        var all = new HashMap<String, Setting>(settings);
        all.putAll(changed);
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, all, models);
    }

    /**
     * What holds for every self-hosted model.
     *
     * @param url where GitLab reaches the administrator's AI gateway; null when there is none
     * @param requestTimeoutSeconds how long GitLab waits for an answer
     * @param betaFeaturesEnabled the beta toggle
     */
    public record Gateway(@Nullable String url, int requestTimeoutSeconds, boolean betaFeaturesEnabled) {}

    /**
     * What the subscription allows.
     *
     * @param plan {@code premium}, {@code ultimate}, or null while it is not known
     */
    public record Entitlement(
            EntitlementReason reason, @Nullable String plan) {

        /** Whether models, settings and the beta toggle may be changed. */
        public boolean entitled() {
            return reason == EntitlementReason.ENTITLED;
        }

        /** Whether requests may be served: entitled, or not yet out of grace. */
        public boolean resolves() {
            return entitled() || reason == EntitlementReason.IN_GRACE;
        }

        public boolean ultimate() {
            return "ultimate".equals(plan);
        }

        /** What the entitlement is, for an administrator. */
        public String sentence() {
            return switch (reason) {
                case ENTITLED -> "The subscription is entitled, with " + planInWords() + ".";
                case IN_GRACE -> "The subscription has expired, but its grace period is not over.";
                case EXPIRED -> "The subscription and its grace period are over.";
                case NEVER_SYNCED -> "The subscription was never synchronised.";
                case PLAN_NOT_ELIGIBLE -> "The subscription has " + planInWords() + "; Premium or Ultimate is needed.";
                case ADD_ON_MISSING -> "The subscription lacks the add-on GitLab Duo Enterprise.";
                case ADD_ON_INACTIVE -> "The subscription's add-on GitLab Duo Enterprise is not active.";
            };
        }

        /** The plan in words. */
        String planInWords() {
            return plan == null ? "no plan" : "the plan " + plan;
        }
    }

    /**
     * What an administrator chose for a feature.
     *
     * @param modelId the chosen model with {@link Provider#SELF_HOSTED}, null with every other provider
     * @param revision the configuration's revision when it was last changed
     */
    public record Setting(
            Provider provider,
            @Nullable Long modelId,
            long revision,
            @Nullable Instant updatedAt,
            @Nullable String updatedBy) {

        /**
         * Refuses a provider and a model that do not go together.
         *
         * @throws IllegalArgumentException when self_hosted comes without a model, or another provider with one
         */
        public Setting {
            if ((provider == Provider.SELF_HOSTED) != (modelId != null)) {
                throw new IllegalArgumentException(
                        "A setting names a model with provider self_hosted and with no other, not: " + provider.id());
            }
        }

        /** Whether nothing was chosen. */
        public boolean unassigned() {
            return provider == Provider.UNASSIGNED;
        }
    }

    /**
     * A self-hosted model.
     *
     * @param apiKey the stored key, still sealed; null if it has none
     */
    public record Model(
            long id, Deployment deployment, @Nullable SealedKey apiKey) {

        /** The same model for comparisons that only depend on whether there is a key. */
        Model withAnyKey() {
            return new Model(id, deployment, apiKey == null ? null : SealedKey.ANY);
        }

        /** Whether an API key is stored for it. */
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

    /**
     * An API key that only its master key opens.
     *
     * @param masterKeyId which one that is
     * @param ciphertext in base64, so that two are equal when their texts are
     */
    public record SealedKey(String masterKeyId, String ciphertext) {

        private static final SealedKey ANY = new SealedKey("", "");

        /** Not worth a line in any log. */
        @Override
        public String toString() {
            return "SealedKey[" + masterKeyId + "]";
        }
    }
}
