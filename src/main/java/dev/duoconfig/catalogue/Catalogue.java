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

/** What one GitLab version knows: its model families, its features and the providers it offers. Immutable. */
public final class Catalogue {

    private static final List<String> VERSIONS = List.of("18.2", "18.9");

    private final String version;
    private final String vendoredGatewayUrl;
    private final Set<Provider> providers;
    private final Map<String, Family> familiesById;
    private final Map<String, Feature> featuresById;
    private final List<Family> families;
    private final List<Feature> features;

    /** Takes validated parts only: {@link CatalogueReader} is the one caller. */
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
     * @param version a GitLab version out of {@link #versions()}
     * @throws CatalogueException when there is no such catalogue, or its file is at fault
     */
    public static Catalogue load(String version) {
        var fileName = CatalogueReader.fileName(version);
        if (!VERSIONS.contains(version)) {
            throw new CatalogueException("%s: there is no catalogue '%s'; there are: %s"
                    .formatted(fileName, version, String.join(", ", VERSIONS)));
        }
        try (var in = Objects.requireNonNull(Catalogue.class.getResourceAsStream("/" + fileName), fileName)) {
            return new CatalogueReader(version).read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + fileName, e);
        }
    }

    /** The GitLab versions that can be loaded, oldest first. */
    public static List<String> versions() {
        return VERSIONS;
    }

    /** The GitLab version it describes, such as {@code 18.2}. */
    public String version() {
        return version;
    }

    /** Every family, in the order of the file. */
    public List<Family> families() {
        return families;
    }

    public @Nullable Family family(String id) {
        return familiesById.get(id);
    }

    /** Every feature in list order: by main feature, inside one by release state, then in the order of the file. */
    public List<Feature> features() {
        return features;
    }

    public @Nullable Feature feature(String id) {
        return featuresById.get(id);
    }

    /** Whether an administrator may choose this provider. */
    public boolean offers(Provider provider) {
        return providers.contains(provider);
    }

    /**
     * URL of GitLab's own gateway. Known even where {@link Provider#VENDORED} is not offered: a setting that was stored
     * under a newer catalogue still resolves.
     */
    public String vendoredGatewayUrl() {
        return vendoredGatewayUrl;
    }
}
