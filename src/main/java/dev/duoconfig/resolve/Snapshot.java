package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.EntitlementKind;
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

    /** Adds the model, or replaces the model with the same id. */
    public Snapshot withModel(Model model) {
        return withModels(List.of(model));
    }

    /** Adds the models, or replaces the models with the same ids. */
    public Snapshot withModels(List<Model> added) {
        var changed = new HashMap<Long, Model>(models);
        added.forEach(model -> changed.put(model.id(), model));
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, settings, changed);
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
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, settings, changed);
    }

    /** Replaces the settings of the features in the map and keeps all others. */
    public Snapshot withSettings(Map<String, Setting> changed) {
        var all = new HashMap<String, Setting>(settings);
        all.putAll(changed);
        return new Snapshot(revision, changedAt, catalogue, gateway, entitlement, all, models);
    }

    /**
     * The settings that apply to every self-hosted model.
     *
     * @param url URL of the administrator's AI gateway; null if none is configured
     * @param requestTimeoutSeconds how long GitLab waits for a response
     * @param betaFeaturesEnabled the beta toggle
     * @param vendoredModelsAllowed whether GitLab's own models may be used
     */
    public record Gateway(
            @Nullable String url,
            int requestTimeoutSeconds,
            boolean betaFeaturesEnabled,
            boolean vendoredModelsAllowed) {

        /** The settings with GitLab's own models allowed, which is the default. */
        public Gateway(@Nullable String url, int requestTimeoutSeconds, boolean betaFeaturesEnabled) {
            this(url, requestTimeoutSeconds, betaFeaturesEnabled, true);
        }
    }

    /**
     * What the subscription grants.
     *
     * @param reason why it does or does not grant {@link EntitlementKind#DUO_ENTERPRISE}
     * @param plan name of the plan, such as {@code premium} or {@code ultimate}; null while it is unknown
     * @param agentPlatform why it does or does not grant {@link EntitlementKind#AGENT_PLATFORM}; null if the catalogue does not
     *     ask for it
     * @param offlineLicense whether the license is known and is not an online license
     */
    public record Entitlement(
            EntitlementReason reason,
            @Nullable String plan,
            @Nullable EntitlementReason agentPlatform,
            boolean offlineLicense) {

        /** The entitlement of a catalogue that does not ask for {@link EntitlementKind#AGENT_PLATFORM}. */
        public Entitlement(EntitlementReason reason, @Nullable String plan) {
            this(reason, plan, null, false);
        }

        /** Why features that need this kind are or are not entitled. */
        public EntitlementReason reasonOf(EntitlementKind kind) {
            return kind == EntitlementKind.AGENT_PLATFORM && agentPlatform != null ? agentPlatform : reason;
        }

        /** The better of the reasons: that of the kind that grants more. */
        public EntitlementReason best() {
            return reasonOf(betterKind());
        }

        /** The kind that grants more; GitLab Duo Enterprise if both grant the same. */
        public EntitlementKind betterKind() {
            return agentPlatform != null && agentPlatform.grant().compareTo(reason.grant()) > 0
                    ? EntitlementKind.AGENT_PLATFORM
                    : EntitlementKind.DUO_ENTERPRISE;
        }

        /** Whether models, settings, and the beta toggle may be changed: either kind is entitled. */
        public boolean entitled() {
            return best() == EntitlementReason.ENTITLED;
        }

        /** Whether requests of features that need this kind may be served: it is entitled, or in its grace period. */
        public boolean resolves(EntitlementKind kind) {
            return reasonOf(kind).grant() != EntitlementReason.Grant.NOTHING;
        }

        public boolean ultimate() {
            return "ultimate".equals(plan);
        }

        /** The entitlement of a kind in a sentence for an administrator. */
        public String sentence(EntitlementKind kind) {
            return switch (reasonOf(kind)) {
                case ENTITLED -> "The subscription is entitled, with " + planInWords() + ".";
                case IN_GRACE -> "The subscription has expired, but its grace period has not ended.";
                case EXPIRED -> "The subscription and its grace period have ended.";
                case NEVER_SYNCED -> "The subscription has never been synchronized.";
                case PLAN_NOT_ELIGIBLE ->
                    "The subscription has " + planInWords() + "; Premium or Ultimate is required.";
                case ADD_ON_MISSING -> "The subscription does not include the " + addOn(kind) + ".";
                case ADD_ON_INACTIVE -> "The subscription's " + addOn(kind) + " is not active.";
                case NOT_STARTED -> "The subscription, or its " + addOn(kind) + ", has not started yet.";
            };
        }

        /** The better entitlement in a sentence. */
        public String sentence() {
            return sentence(betterKind());
        }

        private String addOn(EntitlementKind kind) {
            return kind == EntitlementKind.AGENT_PLATFORM && agentPlatform != null
                    ? "add-on self_hosted_dap, which the GitLab Duo Agent Platform needs with an offline license"
                    : "GitLab Duo Enterprise add-on";
        }

        String planInWords() {
            return plan == null ? "no plan" : "the " + plan + " plan";
        }
    }

    /**
     * An administrator's choice for a feature.
     *
     * @param modelId id of the chosen model with {@link Provider#SELF_HOSTED}; null with every other provider
     * @param revision the configuration's revision at the last change of this setting
     * @param vendoredModel GitLab's name of the chosen model with {@link Provider#VENDORED}; null for GitLab's default and with
     *     every other provider
     */
    public record Setting(
            Provider provider,
            @Nullable Long modelId,
            long revision,
            @Nullable Instant updatedAt,
            @Nullable String updatedBy,
            @Nullable String vendoredModel) {

        /** A setting that does not name one of GitLab's own models. */
        public Setting(
                Provider provider,
                @Nullable Long modelId,
                long revision,
                @Nullable Instant updatedAt,
                @Nullable String updatedBy) {
            this(provider, modelId, revision, updatedAt, updatedBy, null);
        }

        /**
         * Refuses a provider and a model that do not go together.
         *
         * @throws IllegalArgumentException if self_hosted comes without a model, or another provider with a model
         */
        public Setting {
            if ((provider == Provider.SELF_HOSTED) != (modelId != null)) {
                throw new IllegalArgumentException(
                        "A setting names a model if and only if its provider is self_hosted, not: " + provider.id());
            }
            if (vendoredModel != null && provider != Provider.VENDORED) {
                throw new IllegalArgumentException(
                        "A setting names one of GitLab's own models only if its provider is vendored, not: "
                                + provider.id());
            }
        }

        /** Whether nothing is chosen. */
        public boolean unassigned() {
            return provider == Provider.UNASSIGNED;
        }
    }

    /**
     * A self-hosted model.
     *
     * @param apiKey the stored API key, encrypted; null if there is none
     */
    public record Model(
            long id, Deployment deployment, @Nullable SealedKey apiKey) {

        /** The same model with a placeholder for its key, for comparisons that ignore the value of the key. */
        Model withAnyKey() {
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

    /**
     * An API key, encrypted with a master key.
     *
     * @param masterKeyId id of the master key
     * @param ciphertext the encrypted key in base64, a text so that records can be compared
     */
    public record SealedKey(String masterKeyId, String ciphertext) {

        private static final SealedKey ANY = new SealedKey("", "");

        /** Omits the ciphertext, which does not belong in logs. */
        @Override
        public String toString() {
            return "SealedKey[" + masterKeyId + "]";
        }
    }
}
