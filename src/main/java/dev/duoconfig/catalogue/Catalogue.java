package dev.duoconfig.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The model families, features, and providers of one GitLab version. Immutable. */
public final class Catalogue {

    private static final List<String> VERSIONS = List.of("18.2", "18.9");

    private final String version;
    private final String vendoredGatewayUrl;
    private final Set<Provider> providers;
    private final Map<String, Family> familiesById;
    private final Map<String, Feature> featuresById;
    private final List<Family> families;
    private final List<Feature> features;

    /** Called by {@link CatalogueReader} only, with validated parts. */
    Catalogue(
            String version,
            String vendoredGatewayUrl,
            Set<Provider> providers,
            List<Family> families,
            List<Feature> features,
            List<String> mainFeatures) {
        this.version = version;
        this.vendoredGatewayUrl = vendoredGatewayUrl;
        this.providers = Set.copyOf(providers);
        this.families = List.copyOf(families);
        this.features = features.stream()
                .sorted(Comparator.comparingInt((Feature feature) -> mainFeatures.indexOf(feature.mainFeature()))
                        .thenComparing(Feature::releaseState))
                .toList();
        this.familiesById = index(this.families, Family::id);
        this.featuresById = index(this.features, Feature::id);
    }

    private static <T> Map<String, T> index(List<T> entries, Function<T, String> id) {
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

    /**
     * The URL of GitLab's own gateway. Present even if {@link Provider#VENDORED} is not offered, because a setting that was
     * stored with a newer catalogue still resolves.
     */
    public String vendoredGatewayUrl() {
        return vendoredGatewayUrl;
    }
}
