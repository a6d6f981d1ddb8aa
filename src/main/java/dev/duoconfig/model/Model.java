package dev.duoconfig.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.ReleaseState;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API shows it. The key is never part of it.
 *
 * @param id null only in a dry run of a creation
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
        boolean hasApiKey,
        @Nullable Instant apiKeyUpdatedAt,
        boolean available,
        List<String> usedBy,
        List<Warning> warnings,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy) {

    /** Longer endpoints are refused by the AI gateway, long after they were saved. */
    private static final int MAX_GATEWAY_ENDPOINT_LENGTH = 255;

    static Model from(ModelEntity entity, Snapshot snapshot, StoredApiKeys apiKeys) {
        var family = snapshot.catalogue().family(entity.family);
        var platform = Platform.ofIdentifier(entity.identifier).orElse(null);
        return new Model(
                entity.id,
                entity.name,
                entity.family,
                family == null ? entity.family : family.name(),
                family == null ? null : family.releaseState(),
                platform,
                entity.endpoint,
                entity.identifier,
                entity.hasApiKey(),
                entity.apiKeyUpdatedAt,
                Availability.familyOffered(snapshot, entity.family),
                snapshot.usedBy(entity.id),
                warnings(entity, platform, snapshot, apiKeys),
                entity.createdAt,
                entity.updatedAt,
                entity.updatedBy);
    }

    Model withoutId() {
        return new Model(
                null,
                name,
                family,
                familyName,
                releaseState,
                platform,
                endpoint,
                identifier,
                hasApiKey,
                apiKeyUpdatedAt,
                available,
                usedBy,
                warnings,
                createdAt,
                updatedAt,
                updatedBy);
    }

    private static List<Warning> warnings(
            ModelEntity entity, @Nullable Platform platform, Snapshot snapshot, StoredApiKeys apiKeys) {
        var warnings = new ArrayList<Warning>();
        var withoutV1 = Warning.endpointWithoutV1(platform, entity.endpoint);
        if (withoutV1 != null) {
            warnings.add(withoutV1);
        }
        if (entity.endpoint != null && entity.endpoint.length() > MAX_GATEWAY_ENDPOINT_LENGTH) {
            warnings.add(new Warning(
                    "endpoint_too_long_for_gateway",
                    "endpoint",
                    "The AI gateway takes endpoints of at most " + MAX_GATEWAY_ENDPOINT_LENGTH
                            + " characters; requests to this one will fail there."));
        }
        if (snapshot.catalogue().family(entity.family) == null) {
            warnings.add(new Warning(
                    "family_not_offered",
                    "family",
                    "GitLab " + snapshot.catalogue().version() + " does not know the model family " + entity.family
                            + "."));
        } else if (!Availability.familyOffered(snapshot, entity.family)) {
            warnings.add(new Warning("family_not_offered", "family", ModelValues.notOffered(entity.family)));
        }
        if (platform == Platform.BEDROCK && entity.endpoint != null) {
            warnings.add(
                    new Warning(
                            "endpoint_not_needed",
                            "endpoint",
                            "Bedrock is reached with the AI gateway's own credentials and region; the endpoint should be null."));
        }
        if (entity.endpoint != null && entity.endpoint.contains("?")) {
            warnings.add(
                    new Warning(
                            "endpoint_with_query",
                            "endpoint",
                            "The endpoint has a query, which everyone who may read models sees: a secret belongs into api_key."));
        }
        if (!apiKeys.isReadable(entity.toSnapshot())) {
            warnings.add(new Warning(
                    "api_key_unreadable",
                    "api_key",
                    "The stored API key cannot be read: its master key is not configured, or it was tampered with. Store it"
                            + " again."));
        }
        return warnings;
    }
}
