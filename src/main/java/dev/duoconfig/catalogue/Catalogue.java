package dev.duoconfig.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The platforms, model families, features, and providers of one GitLab version. Immutable. */
public final class Catalogue {

    private static final List<String> VERSIONS = List.of("18.2", "18.9", "19.4");

    private final String version;
    private final Vendored vendored;
    private final Set<Provider> providers;
    private final Map<Platform, PlatformRules> rulesByPlatform;
    private final Map<String, Family> familiesById;
    private final Map<String, Feature> featuresById;
    private final List<PlatformRules> platforms;
    private final List<MainFeature> mainFeatures;
    private final List<Family> families;
    private final List<Feature> features;
    private final Set<EntitlementKind> entitlements;

    /** Called by {@link CatalogueReader} only, with validated parts. */
    Catalogue(
            String version,
            Vendored vendored,
            Set<Provider> providers,
            List<PlatformRules> platforms,
            List<MainFeature> mainFeatures,
            List<Family> families,
            List<Feature> features) {
        this.version = version;
        this.vendored = vendored;
        this.providers = Set.copyOf(providers);
        this.platforms = List.copyOf(platforms);
        this.mainFeatures = List.copyOf(mainFeatures);
        this.families = List.copyOf(families);
        var groups = mainFeatures.stream().map(MainFeature::title).toList();
        this.features = features.stream()
                .sorted(Comparator.comparingInt((Feature feature) -> groups.indexOf(feature.mainFeature()))
                        .thenComparing(Feature::releaseState))
                .toList();
        this.rulesByPlatform = index(this.platforms, PlatformRules::platform);
        this.familiesById = index(this.families, Family::id);
        this.featuresById = index(this.features, Feature::id);
        this.entitlements = features.stream()
                .map(Feature::entitlement)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EntitlementKind.class)));
    }

    private static <K, T> Map<K, T> index(List<T> entries, Function<T, K> id) {
        return entries.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    /**
     * Loads a catalogue that ships with the service.
     *
     * @param version one of {@link #versions()}
     * @throws CatalogueException if the version is unknown or its file is invalid
     */
    public static Catalogue load(String version) {
        var fileName = CatalogueReader.fileName(version);
        if (!VERSIONS.contains(version)) {
            throw new CatalogueException("%s: unknown version '%s'; known are: %s"
                    .formatted(fileName, version, String.join(", ", VERSIONS)));
        }
        try (var in = Objects.requireNonNull(Catalogue.class.getResourceAsStream("/" + fileName), fileName)) {
            return new CatalogueReader(version).read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + fileName, e);
        }
    }

    /** The GitLab versions that have a catalogue, oldest first. */
    public static List<String> versions() {
        return VERSIONS;
    }

    /** The GitLab version, such as {@code 18.2}. */
    public String version() {
        return version;
    }

    /** The platforms on which models can be, in the order of the file. */
    public List<PlatformRules> platforms() {
        return platforms;
    }

    /** The rules for a platform; null if this GitLab version does not support it. */
    public @Nullable PlatformRules platform(Platform platform) {
        return rulesByPlatform.get(platform);
    }

    /** The groups of features, in list order. */
    public List<MainFeature> mainFeatures() {
        return mainFeatures;
    }

    /** The entitlements that its features need. */
    public Set<EntitlementKind> entitlements() {
        return Set.copyOf(entitlements);
    }

    /** All families, in the order of the file. */
    public List<Family> families() {
        return families;
    }

    public @Nullable Family family(String id) {
        return familiesById.get(id);
    }

    /** All features in list order: by main feature, then by release state, then in the order of the file. */
    public List<Feature> features() {
        return features;
    }

    public @Nullable Feature feature(String id) {
        return featuresById.get(id);
    }

    /** Whether administrators can choose this provider. */
    public boolean offers(Provider provider) {
        return providers.contains(provider);
    }

    /** The rules for {@link Provider#VENDORED}, also if it is not offered: a stored setting still resolves. */
    public Vendored vendored() {
        return vendored;
    }

    /**
     * The rules for GitLab's own models.
     *
     * @param gatewayUrl the URL of GitLab's own gateway
     * @param namesModels whether a setting can name one of them
     * @param needsOnlineLicense whether they are refused with an offline license
     */
    public record Vendored(String gatewayUrl, boolean namesModels, boolean needsOnlineLicense) {}
}
