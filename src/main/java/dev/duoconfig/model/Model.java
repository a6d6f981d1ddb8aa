package dev.duoconfig.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.ReleaseState;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.LastCheck;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API returns it, without its API key.
 *
 * @param id null only in a dry run of a creation
 * @param lastCheck the newest check; null without one since the last change of the model
 */
record Model(
        @Nullable Long id,
        String name,
        String family,
        String familyName,
        @Nullable ReleaseState releaseState,
        @Nullable Platform platform,
        @Nullable String endpoint,
        String identifier,
        @Nullable String iamRole,
        boolean hasApiKey,
        @Nullable Instant apiKeyUpdatedAt,
        boolean available,
        List<String> usedBy,
        List<Warning> warnings,
        @Nullable LastCheck lastCheck,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy) {

    /** The warning about a write that makes the service send a stored key to another server. */
    static final Warning KEY_MOVED = new Warning(
            "api_key_for_another_server",
            "endpoint",
            "The stored API key was provided for another server and will be sent to this one. Send api_key with the model to"
                    + " change or remove the key.");

    /** The warning about a write that makes the service use a stored key for another model on the same server. */
    static final Warning KEY_FOR_ANOTHER_MODEL = new Warning(
            "api_key_for_another_model",
            null,
            "The stored API key was provided for another endpoint or identifier on this server and will be used for this one."
                    + " Send api_key with the model to change or remove the key.");

    static final Warning KEY_IS_PLACEHOLDER = new Warning(
            "api_key_looks_like_a_placeholder",
            "api_key",
            "The API key looks like a placeholder, a masked key, or a reference that is never resolved, and is sent as it is. Store the"
                    + " key itself, or remove it if the server needs none.");

    /** A model of a complete snapshot. */
    static Model from(Snapshot.Model model, Snapshot snapshot, StoredApiKeys apiKeys) {
        var family = snapshot.catalogue().family(model.family());
        var details = Objects.requireNonNull(model.details());
        return new Model(
                model.id(),
                model.name(),
                model.family(),
                family == null ? model.family() : family.name(),
                family == null ? null : family.releaseState(),
                model.platform(),
                model.endpoint(),
                model.identifier(),
                model.deployment().iamRole(),
                model.hasApiKey(),
                details.apiKeyUpdatedAt(),
                Availability.familyOffered(snapshot, model.family()),
                snapshot.usedBy(model.id()),
                warnings(model, snapshot, apiKeys),
                snapshot.checks().ofModel(model.id()).last(),
                details.createdAt(),
                details.updatedAt(),
                details.updatedBy());
    }

    Model withoutId() {
        return with(null, warnings, lastCheck);
    }

    /** The same model in the response to a write, with one more warning than it has afterwards. */
    Model with(Warning added) {
        return with(id, Stream.concat(Stream.of(added), warnings.stream()).toList(), lastCheck);
    }

    Model with(@Nullable LastCheck check) {
        return with(id, warnings, check);
    }

    private Model with(@Nullable Long newId, List<Warning> newWarnings, @Nullable LastCheck newCheck) {
        return new Model(
                newId,
                name,
                family,
                familyName,
                releaseState,
                platform,
                endpoint,
                identifier,
                iamRole,
                hasApiKey,
                apiKeyUpdatedAt,
                available,
                usedBy,
                newWarnings,
                newCheck,
                createdAt,
                updatedAt,
                updatedBy);
    }

    private static List<Warning> warnings(Snapshot.Model model, Snapshot snapshot, StoredApiKeys apiKeys) {
        var endpoint = model.endpoint();
        var warnings = new ArrayList<>(Warning.ofDeployment(model.deployment()));
        if (model.deployment().endpointTooLong()) {
            warnings.add(
                    new Warning(
                            "endpoint_too_long_for_gateway",
                            "endpoint",
                            "The AI gateway accepts endpoints of at most " + Deployment.MAX_GATEWAY_ENDPOINT_LENGTH
                                    + " characters and would use GitLab's own model instead, so features with this model are blocked."));
        }
        if (snapshot.catalogue().family(model.family()) == null) {
            warnings.add(new Warning(
                    "family_not_offered",
                    "family",
                    "GitLab " + snapshot.catalogue().version() + " does not support the model family " + model.family()
                            + "."));
        } else if (!Availability.familyOffered(snapshot, model.family())) {
            warnings.add(new Warning("family_not_offered", "family", ModelValues.notOffered(model.family())));
        }
        if (model.platform() == Platform.BEDROCK && endpoint != null) {
            warnings.add(new Warning(
                    "endpoint_not_needed",
                    "endpoint",
                    "The AI gateway calls Bedrock with its own credentials and region. Set the endpoint to null."));
        }
        if (model.platform() == Platform.BEDROCK && model.hasApiKey()) {
            warnings.add(new Warning(
                    "api_key_not_needed",
                    "api_key",
                    "GitLab has no API key for models on Bedrock; the AI gateway calls Bedrock with its own credentials. Set api_key"
                            + " to null."));
        }
        if (endpoint != null && endpoint.contains("?")) {
            warnings.add(
                    new Warning(
                            "endpoint_with_query",
                            "endpoint",
                            "The endpoint has a query, which is visible to everyone who may read models. Put secrets into api_key."));
        }
        if (apiKeys.isPlaceholder(model)) {
            warnings.add(KEY_IS_PLACEHOLDER);
        }
        if (!apiKeys.isReadable(model)) {
            warnings.add(new Warning(
                    "api_key_unreadable",
                    "api_key",
                    "The stored API key cannot be read: its master key is not configured, or the key or the endpoint was changed"
                            + " in the database. Check the endpoint, then store the key again."));
        }
        return warnings;
    }
}
