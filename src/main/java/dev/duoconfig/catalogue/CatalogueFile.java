package dev.duoconfig.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A catalogue file as it is written; {@link CatalogueReader} turns it into a {@link Catalogue}. */
record CatalogueFile(
        @JsonProperty("vendored_gateway_url") String vendoredGatewayUrl,

        @JsonProperty("providers") List<String> providers,

        @JsonProperty("main_features") List<String> mainFeatures,

        @JsonProperty("families") List<FamilyEntry> families,

        @JsonProperty("family_sets") Map<String, List<String>> familySets,

        @JsonProperty("features") List<FeatureEntry> features) {

    CatalogueFile {
        present(vendoredGatewayUrl, "vendored_gateway_url");
        allPresent(providers, "providers");
        allPresent(mainFeatures, "main_features");
        allPresent(families, "families");
        present(familySets, "family_sets");
        familySets.forEach((name, members) -> allPresent(members, "family_sets." + name));
        allPresent(features, "features");
    }

    record FamilyEntry(
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,

            @JsonProperty("release_state") String releaseState) {

        FamilyEntry {
            present(id, "id");
            present(name, "name");
            present(releaseState, "release_state");
        }
    }

    record FeatureEntry(
            @JsonProperty("id") String id,
            @JsonProperty("title") String title,

            @JsonProperty("main_feature") String mainFeature,

            @JsonProperty("release_state") String releaseState,

            @JsonProperty("families") String familySet,

            @JsonProperty("fallback") @Nullable String fallback,
            @JsonProperty("requires_ultimate") boolean requiresUltimate) {

        FeatureEntry {
            present(id, "id");
            present(title, "title");
            present(mainFeature, "main_feature");
            present(releaseState, "release_state");
            present(familySet, "families");
        }
    }

    private static void allPresent(List<?> values, String key) {
        present(values, key);
        values.forEach(value -> Objects.requireNonNull(value, () -> "key '" + key + "' has an empty entry"));
    }

    /** A key that is not there, or is there without a value, passes the parser as null. */
    private static void present(Object value, String key) {
        Objects.requireNonNull(value, () -> "key '" + key + "' is missing or has no value");
    }
}
