package dev.duoconfig.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The content of a catalogue file; {@link CatalogueReader} turns it into a {@link Catalogue}. */
record CatalogueFile(
        @JsonProperty("vendored_gateway_url") String vendoredGatewayUrl,

        @JsonProperty("vendored_models") boolean vendoredModels,

        @JsonProperty("vendored_needs_online_license") boolean vendoredNeedsOnlineLicense,

        @JsonProperty("providers") List<String> providers,

        @JsonProperty("platforms") List<PlatformEntry> platforms,

        @JsonProperty("main_features") List<MainFeatureEntry> mainFeatures,

        @JsonProperty("families") List<FamilyEntry> families,

        @JsonProperty("family_sets") Map<String, List<String>> familySets,

        @JsonProperty("features") List<FeatureEntry> features) {

    CatalogueFile {
        requirePresent(vendoredGatewayUrl, "vendored_gateway_url");
        requireAllPresent(providers, "providers");
        requireAllPresent(platforms, "platforms");
        requireAllPresent(mainFeatures, "main_features");
        requireAllPresent(families, "families");
        requirePresent(familySets, "family_sets");
        familySets.forEach((name, members) -> requireAllPresent(members, "family_sets." + name));
        requireAllPresent(features, "features");
    }

    record PlatformEntry(
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,
            @JsonProperty("endpoint") boolean endpoint,

            @JsonProperty("api_key") boolean apiKey,

            @JsonProperty("iam_role") boolean iamRole,

            @JsonProperty("examples") List<String> examples) {

        PlatformEntry {
            requirePresent(id, "id");
            requirePresent(name, "name");
            requireAllPresent(examples, "examples");
        }
    }

    record MainFeatureEntry(
            @JsonProperty("title") String title,

            @JsonProperty("description") String description) {

        MainFeatureEntry {
            requirePresent(title, "title");
            requirePresent(description, "description");
        }
    }

    record FamilyEntry(
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,

            @JsonProperty("release_state") String releaseState) {

        FamilyEntry {
            requirePresent(id, "id");
            requirePresent(name, "name");
            requirePresent(releaseState, "release_state");
        }
    }

    record FeatureEntry(
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,

            @JsonProperty("main_feature") String mainFeature,

            @JsonProperty("release_state") String releaseState,

            @JsonProperty("families") String familySet,

            @JsonProperty("fallback") @Nullable String fallback,
            @JsonProperty("requires_ultimate") boolean requiresUltimate,

            @JsonProperty("entitlement") @Nullable String entitlement,

            @JsonProperty("copied_from") @Nullable String copiedFrom,

            @JsonProperty("refused_families") @Nullable List<String> refusedFamilies,

            @JsonProperty("signed_by") @Nullable String signedBy) {

        FeatureEntry {
            requirePresent(id, "id");
            requirePresent(title, "title");
            requirePresent(mainFeature, "main_feature");
            requirePresent(releaseState, "release_state");
            requirePresent(familySet, "families");
        }
    }

    private static void requireAllPresent(List<?> values, String key) {
        requirePresent(values, key);
        values.forEach(value -> Objects.requireNonNull(value, () -> "key '" + key + "' has an empty entry"));
    }

    /** The parser passes null for a key that is missing or has no value. */
    private static void requirePresent(Object value, String key) {
        Objects.requireNonNull(value, () -> "key '" + key + "' is missing or has no value");
    }
}
