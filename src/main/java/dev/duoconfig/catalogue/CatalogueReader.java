package dev.duoconfig.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.Nullable;

/** Reads and validates one catalogue file; stops at the first fault. */
final class CatalogueReader {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(CatalogueFile.class);

    private final String version;
    private final String fileName;

    CatalogueReader(String version) {
        this.version = version;
        this.fileName = fileName(version);
    }

    static String fileName(String version) {
        return "catalogue/" + version + ".yaml";
    }

    Catalogue read(InputStream in) {
        var file = parse(in);
        var providers = EnumSet.noneOf(Provider.class);
        for (var id : file.providers()) {
            providers.add(lookUp(Provider.values(), Provider::id, id, "provider", "providers"));
        }
        var families = families(file);
        var features = features(file);
        checkFallbacks(features);
        checkReferences(features);
        return new Catalogue(
                version,
                new Catalogue.Vendored(
                        file.vendoredGatewayUrl(), file.vendoredModels(), file.vendoredNeedsOnlineLicense()),
                providers,
                platforms(file),
                mainFeatures(file),
                families,
                features);
    }

    private CatalogueFile parse(InputStream in) {
        try {
            return YAML.readValue(in);
        } catch (JacksonException e) {
            throw new CatalogueException(fileName + line(e) + ": " + path(e) + explanation(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + fileName, e);
        }
    }

    /** The line of the fault; empty if the parser reports the fault at the end of the entry, where only the path helps. */
    private static String line(JacksonException e) {
        var location = e.getLocation();
        var reportedAtEnd = e instanceof UnrecognizedPropertyException || e instanceof ValueInstantiationException;
        return location == null || reportedAtEnd ? "" : ", line " + location.getLineNr();
    }

    /** The path to the fault, such as {@code features[3].title: }, as far as the parser knows it. */
    private static String path(JacksonException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                        .substring(1)
                + ": ";
    }

    private static String explanation(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key '" + unknown.getPropertyName() + "'";
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return String.valueOf(e.getCause().getMessage());
        }
        return e.getOriginalMessage();
    }

    private List<PlatformRules> platforms(CatalogueFile file) {
        var ids = new HashSet<String>();
        var platforms = new ArrayList<PlatformRules>();
        for (var entry : file.platforms()) {
            addOnce(entry.id(), ids, "platforms");
            var platform = lookUp(Platform.values(), Platform::id, entry.id(), "platform", "platforms");
            platforms.add(new PlatformRules(
                    platform, entry.name(), entry.endpoint(), entry.apiKey(), entry.iamRole(), entry.examples()));
        }
        return platforms;
    }

    private List<MainFeature> mainFeatures(CatalogueFile file) {
        var titles = new HashSet<String>();
        var mainFeatures = new ArrayList<MainFeature>();
        for (var entry : file.mainFeatures()) {
            addOnce(entry.title(), titles, "main_features");
            mainFeatures.add(new MainFeature(entry.title(), entry.description()));
        }
        return mainFeatures;
    }

    private List<Family> families(CatalogueFile file) {
        var families = new ArrayList<Family>();
        var ids = new HashSet<String>();
        for (var entry : file.families()) {
            addOnce(entry.id(), ids, "families");
            var releaseState = releaseState(entry.releaseState(), "families, '" + entry.id() + "'");
            families.add(new Family(entry.id(), entry.name(), releaseState));
        }
        file.familySets().forEach((name, members) -> {
            var seen = new HashSet<String>();
            for (var member : members) {
                if (!ids.contains(member)) {
                    throw fault("family_sets." + name, "unknown family '" + member + "'");
                }
                addOnce(member, seen, "family_sets." + name);
            }
        });
        return families;
    }

    private List<Feature> features(CatalogueFile file) {
        var features = new ArrayList<Feature>();
        var ids = new HashSet<String>();
        var titles = mainFeatures(file).stream().map(MainFeature::title).toList();
        for (var entry : file.features()) {
            var key = "features, '" + entry.id() + "'";
            addOnce(entry.id(), ids, "features");
            if (!titles.contains(entry.mainFeature())) {
                throw fault(key + ".main_feature", "unknown main feature '" + entry.mainFeature() + "'");
            }
            var families = file.familySets().get(entry.familySet());
            if (families == null) {
                throw fault(key + ".families", "unknown family set '" + entry.familySet() + "'");
            }
            features.add(new Feature(
                    entry.id(),
                    entry.title(),
                    entry.mainFeature(),
                    releaseState(entry.releaseState(), key),
                    families,
                    entry.fallback(),
                    entry.requiresUltimate(),
                    entitlement(entry.entitlement(), key),
                    entry.copiedFrom(),
                    entry.refusedFamilies() == null ? List.of() : entry.refusedFamilies(),
                    entry.signedBy()));
        }
        return features;
    }

    private void addOnce(String id, Set<String> ids, String key) {
        if (!ids.add(id)) {
            throw fault(key, "'" + id + "' is listed twice");
        }
    }

    private ReleaseState releaseState(String id, String key) {
        return lookUp(ReleaseState.values(), ReleaseState::id, id, "release state", key + ".release_state");
    }

    private EntitlementKind entitlement(@Nullable String id, String key) {
        return id == null
                ? EntitlementKind.DUO_ENTERPRISE
                : lookUp(EntitlementKind.values(), EntitlementKind::id, id, "entitlement", key + ".entitlement");
    }

    private <T> T lookUp(T[] values, Function<T, String> idOf, String id, String noun, String key) {
        return Arrays.stream(values)
                .filter(value -> idOf.apply(value).equals(id))
                .findFirst()
                .orElseThrow(() -> fault(
                        key,
                        "unknown %s '%s'; known are: %s"
                                .formatted(
                                        noun,
                                        id,
                                        Arrays.stream(values).map(idOf).collect(Collectors.joining(", ")))));
    }

    /** Fallbacks are one level deep. A cycle gets its own message, because it is the worse mistake. */
    private void checkFallbacks(List<Feature> features) {
        var byId = new HashMap<String, Feature>();
        features.forEach(feature -> byId.put(feature.id(), feature));
        for (var feature : features) {
            var key = "features, '" + feature.id() + "'.fallback";
            var chain = new LinkedHashSet<String>();
            var current = feature;
            while (current.fallback() != null) {
                if (!chain.add(current.id())) {
                    throw fault(
                            key, "the fallbacks form a cycle: " + String.join(" -> ", chain) + " -> " + current.id());
                }
                var next = byId.get(current.fallback());
                if (next == null) {
                    throw fault(
                            "features, '" + current.id() + "'.fallback",
                            "unknown feature '" + current.fallback() + "'");
                }
                current = next;
            }
            if (chain.size() > 1) {
                throw fault(key, "'" + feature.fallback() + "' has a fallback itself; fallbacks cannot be chained");
            }
        }
    }

    private void checkReferences(List<Feature> features) {
        var ids = features.stream().map(Feature::id).collect(Collectors.toSet());
        for (var feature : features) {
            checkReference(feature, "copied_from", feature.copiedFrom(), ids);
            checkReference(feature, "signed_by", feature.signedBy(), ids);
        }
    }

    private void checkReference(Feature feature, String key, @Nullable String id, Set<String> ids) {
        if (id != null && (!ids.contains(id) || id.equals(feature.id()))) {
            throw fault("features, '" + feature.id() + "'." + key, "there is no other feature '" + id + "'");
        }
    }

    private CatalogueException fault(String key, String explanation) {
        return new CatalogueException(fileName + ": " + key + ": " + explanation);
    }
}
