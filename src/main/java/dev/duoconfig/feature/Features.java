package dev.duoconfig.feature;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.http.body.ReadOnlyProperties;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Explanation;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Changes the choices for features, and provides the model metadata of ready features. */
@ApplicationScoped
public class Features {

    private final ConfigurationWriter writer;
    private final StoredApiKeys apiKeys;
    private final ReadOnlyProperties readOnly;

    Features(ConfigurationWriter writer, StoredApiKeys apiKeys, ReadOnlyProperties readOnly) {
        this.writer = writer;
        this.apiKeys = apiKeys;
        this.readOnly = readOnly;
    }

    /** The feature with this id; a 404 if there is none. */
    static Feature find(Snapshot snapshot, String id) {
        var feature = snapshot.catalogue().feature(id);
        if (feature == null) {
            throw new ApiException(
                    ProblemType.FEATURE_NOT_FOUND,
                    "GitLab " + snapshot.catalogue().version() + " has no feature '" + QueryParameters.shown(id)
                            + "'. List the features with GET /features?include_unavailable=true.");
        }
        return feature;
    }

    WriteResult<FeatureSetting> set(WriteOptions options, String id, FeatureSettingRequest request) {
        return writer.write(WriteKind.FEATURE, options, pending -> {
            var feature = find(pending.before(), id);
            pending.requireEntitlement();
            pending.requireUnchangedSince(pending.before().setting(id).revision());
            var errors = new ProblemErrors();
            readOnly.requireUnchanged(request, List.of(FeatureSetting.from(feature, pending.before())), errors);
            var rules = new ChoiceRules(pending.before(), errors);
            var choice = choice(rules, feature, request, request.choice(), "");
            errors.throwIfAny();
            apply(pending, Map.of(id, choice));
            return FeatureSetting.from(feature, pending.after());
        });
    }

    /** The stored choice if it is sent back, which stays valid, or the requested one, which is validated. */
    private static FeatureChoice choice(
            ChoiceRules rules, Feature feature, Record request, RequestedChoice choice, String pointer) {
        return ReadOnlyProperties.areIn(request) && rules.isPresent(feature, choice)
                ? rules.present(feature)
                : rules.validate(feature, choice, pointer);
    }

    WriteResult<List<FeatureSetting>> setAll(WriteOptions options, List<@Nullable FeatureSettingChange> changes) {
        return writer.write(WriteKind.FEATURE, options, pending -> setAll(pending, changes).stream()
                .map(id -> FeatureSetting.from(find(pending.after(), id), pending.after()))
                .toList());
    }

    /** Makes the changes within a pending change, or none of them, and returns the ids of the features. */
    public Set<String> setAll(PendingChange pending, List<@Nullable FeatureSettingChange> changes) {
        pending.requireEntitlement();
        var choices = validate(pending, changes);
        for (var id : choices.keySet()) {
            pending.requireUnchangedSince(pending.after().setting(id).revision());
        }
        apply(pending, choices);
        return choices.keySet();
    }

    /**
     * Reassigns features from a model that is about to be deleted.
     *
     * @param target the new model of the features; null to unassign them
     */
    public List<ReassignedFeature> reassign(
            PendingChange pending, List<String> features, Snapshot.@Nullable Model target) {
        var choice = FeatureChoice.of(target);
        if (target != null) {
            var errors = new ProblemErrors();
            var rules = new ChoiceRules(pending.after(), errors);
            for (var id : features) {
                var feature = pending.after().catalogue().feature(id);
                if (feature != null) {
                    rules.requireServable(feature, target, "/reassign_to");
                }
            }
            errors.throwIfAny();
        }
        var reassigned = features.stream()
                .map(id -> new ReassignedFeature(
                        id, FeatureChoice.of(pending.after().setting(id)), choice))
                .toList();
        var choices = new LinkedHashMap<String, FeatureChoice>();
        features.forEach(id -> choices.put(id, choice));
        apply(pending, choices);
        return reassigned;
    }

    /** The metadata that the AI gateway needs for the feature; a 409 if the feature has no model to call. */
    ModelMetadata metadata(Snapshot snapshot, Feature feature) {
        var resolution = FeatureResolver.resolve(snapshot, feature);
        var model = resolution.model();
        if (model != null) {
            return ModelMetadata.from(model, apiKeys.open(model));
        }
        var vendored = ModelMetadata.vendored(resolution, snapshot.catalogue());
        if (vendored == null) {
            throw notReady(FeatureResolver.explain(snapshot, feature), feature);
        }
        return vendored;
    }

    private static ApiException notReady(Explanation explanation, Feature feature) {
        var status = explanation.resolution().status().name().toLowerCase(Locale.ROOT);
        var reason = explanation.resolution().reason().id();
        return ApiException.featureNotReady(
                "%s has no self-hosted model to call. Its status is %s, and its reason is %s. %s"
                        .formatted(feature.title(), status, reason, explanation.decision()),
                status,
                reason);
    }

    private Map<String, FeatureChoice> validate(PendingChange pending, List<@Nullable FeatureSettingChange> changes) {
        var snapshot = pending.after();
        var errors = new ProblemErrors();
        var rules = new ChoiceRules(snapshot, errors);
        var choices = new LinkedHashMap<String, FeatureChoice>();
        var seen = new HashSet<String>();
        if (changes.isEmpty()) {
            errors.add("", "empty-list", "The list must name at least one feature.");
        }
        for (var index = 0; index < changes.size(); index++) {
            var pointer = "/" + index;
            var change = changes.get(index);
            var id = change == null ? null : change.feature();
            if (change == null || id == null) {
                errors.add(pointer + "/feature", "required", "The id of a feature is required.");
                continue;
            }
            var feature = snapshot.catalogue().feature(id);
            if (feature == null) {
                errors.add(
                        pointer + "/feature",
                        "feature-not-found",
                        "GitLab " + snapshot.catalogue().version() + " has no feature '" + QueryParameters.shown(id)
                                + "'.");
            } else if (!seen.add(id)) {
                errors.add(pointer + "/feature", "duplicate-feature", "The feature is listed twice.");
            } else {
                var read = FeatureSetting.from(feature, pending.before());
                readOnly.requireUnchanged(change, List.of(read), errors.at(pointer));
                choices.put(id, choice(rules, feature, change, change.choice(), pointer));
            }
        }
        errors.throwIfAny();
        return choices;
    }

    /** Stores valid choices within the pending change. */
    void apply(PendingChange pending, Map<String, FeatureChoice> choices) {
        choices.forEach((id, choice) -> {
            var before = FeatureChoice.of(pending.after().setting(id));
            if (choice.equals(before)) {
                return;
            }
            var setting = new Setting(
                    choice.provider(),
                    choice.modelId(),
                    pending.revision(),
                    pending.now(),
                    pending.caller().name(),
                    choice.vendoredModel());
            FeatureSettingRepository.store(pending, id, setting);
            var feature = pending.before().catalogue().feature(id);
            pending.change(
                    pending.after().withSettings(Map.of(id, setting)),
                    new AuditEvent(
                            "feature.updated", "feature", id, feature == null ? id : feature.title(), before, choice));
        });
    }
}
