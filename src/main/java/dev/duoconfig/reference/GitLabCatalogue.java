package dev.duoconfig.reference;

import java.util.Arrays;
import java.util.List;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.MainFeature;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.PlatformRules;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.catalogue.ReleaseState;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue in use, as the API returns it.
 *
 * @param version the GitLab version
 * @param versions the versions that the service knows
 * @param providers the choices for a feature
 */
record GitLabCatalogue(
        String version,
        List<String> versions,
        List<Provider> providers,
        List<CatalogueMainFeature> mainFeatures,
        List<CataloguePlatform> platforms,
        List<CatalogueFamily> families) {

    static GitLabCatalogue from(Catalogue catalogue) {
        return new GitLabCatalogue(
                catalogue.version(),
                Catalogue.versions(),
                Arrays.stream(Provider.values()).filter(catalogue::offers).toList(),
                catalogue.mainFeatures().stream()
                        .map(mainFeature -> CatalogueMainFeature.from(mainFeature, catalogue))
                        .toList(),
                catalogue.platforms().stream().map(CataloguePlatform::from).toList(),
                catalogue.families().stream()
                        .map(family -> CatalogueFamily.from(family, catalogue))
                        .toList());
    }

    /** A group of features, with the ids of its features in list order. */
    record CatalogueMainFeature(String title, String description, List<String> features) {

        private static CatalogueMainFeature from(MainFeature mainFeature, Catalogue catalogue) {
            return new CatalogueMainFeature(
                    mainFeature.title(),
                    mainFeature.description(),
                    catalogue.features().stream()
                            .filter(feature -> feature.mainFeature().equals(mainFeature.title()))
                            .map(Feature::id)
                            .toList());
        }
    }

    /**
     * A platform of models.
     *
     * @param prefix the beginning of its model identifiers, with the slash; null if any other prefix is allowed
     */
    record CataloguePlatform(
            Platform id,
            String name,
            @Nullable String prefix,
            EndpointUse endpoint,
            ApiKeyUse apiKey,
            boolean iamRole,
            List<String> examples) {

        private static CataloguePlatform from(PlatformRules rules) {
            return new CataloguePlatform(
                    rules.platform(),
                    rules.name(),
                    rules.platform().prefix(),
                    rules.endpointRequired() ? EndpointUse.REQUIRED : EndpointUse.NONE,
                    rules.apiKeyUsed() ? ApiKeyUse.OPTIONAL : ApiKeyUse.NONE,
                    rules.iamRoleUsed(),
                    rules.examples());
        }
    }

    /** Whether a model on a platform has an endpoint. */
    enum EndpointUse {
        REQUIRED,
        NONE
    }

    /** Whether a model on a platform can have an API key. */
    enum ApiKeyUse {
        OPTIONAL,
        NONE
    }

    /** A model family, with the ids of the features that its models can serve. */
    record CatalogueFamily(String id, String name, ReleaseState releaseState, List<String> features) {

        private static CatalogueFamily from(Family family, Catalogue catalogue) {
            return new CatalogueFamily(
                    family.id(),
                    family.name(),
                    family.releaseState(),
                    catalogue.features().stream()
                            .filter(feature -> feature.supports(family.id()))
                            .map(Feature::id)
                            .toList());
        }
    }
}
