package dev.duoconfig.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A catalogue file as it is written; {@link CatalogueReader} turns it into a {@link Catalogue}. */
record CatalogueFile(
        @JsonProperty(value = "vendored_gateway_url", required = true)
        String vendoredGatewayUrl,

        @JsonProperty(value = "providers", required = true) List<String> providers,

        @JsonProperty(value = "main_features", required = true)
        List<String> mainFeatures,

        @JsonProperty(value = "families", required = true) List<FamilyEntry> families,

        @JsonProperty(value = "family_sets", required = true)
        Map<String, List<String>> familySets,

        @JsonProperty(value = "features", required = true) List<FeatureEntry> features) {

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
            @JsonProperty(value = "id", required = true) String id,
            @JsonProperty(value = "name", required = true) String name,

            @JsonProperty(value = "release_state", required = true)
            String releaseState) {

        FamilyEntry {
            present(id, "id");
            present(name, "name");
            present(releaseState, "release_state");
        }
    }

    record FeatureEntry(
            @JsonProperty(value = "id", required = true) String id,
            @JsonProperty(value = "title", required = true) String title,

            @JsonProperty(value = "main_feature", required = true)
            String mainFeature,

            @JsonProperty(value = "release_state", required = true)
            String releaseState,

            @JsonProperty(value = "families", required = true)
            String familySet,

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

    /** A key that is there without a value passes the parser as null. */
    private static void present(Object value, String key) {
        Objects.requireNonNull(value, () -> "key '" + key + "' has no value");
    }
}
