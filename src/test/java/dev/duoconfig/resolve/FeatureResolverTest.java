package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Explanation.ResolutionStep;
import dev.duoconfig.resolve.Snapshot.Gateway;
import dev.duoconfig.resolve.Snapshot.Model;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Compares the decision for every combination of its inputs with {@link NaiveRules}. */
@Tag("fast")
class FeatureResolverTest {

    private static final List<String> SLUGS = List.of(
            "own_disabled",
            "fallback_disabled",
            "not_configured",
            "subscription",
            "plan",
            "beta_features",
            "vendored_not_allowed",
            "vendored_licence",
            "vendored",
            "beta_models",
            "endpoint_length",
            "gateway",
            "ready");

    private static final List<@Nullable String> PLANS = Arrays.asList(null, "premium", "ultimate");
    private static final List<@Nullable String> GATEWAY_URLS = Arrays.asList(null, "https://aigw.example.com");
    private static final List<Boolean> NO_AND_YES = List.of(false, true);

    private record Address(@Nullable String endpoint, String identifier) {}

    /** Endpoints and identifiers for every platform, with and without a path that causes a warning. */
    private static final List<Address> ADDRESSES = List.of(
            new Address("https://vllm.example.com:8000/v1", "custom_openai/served"),
            new Address("https://vllm.example.com:8000", "custom_openai/served"),
            new Address("https://name.openai.azure.com", "azure/deployed"),
            new Address(null, "bedrock/apac.vendor.model-v2:0"),
            new Address("https://api.groq.com/openai/v1", "groq/served"));

    private static final Address TOO_LONG =
            new Address("https://vllm.example.com/" + "a".repeat(231), "custom_openai/served");

    @Test
    void everyCombinationInEveryCatalogueIsDecidedAndExplainedAccordingToTheTable() {
        var hits = new TreeMap<String, Integer>();

        var counts = Catalogue.versions().stream()
                .map(version -> {
                    var before = sum(hits);
                    forEachCombination(version, combination -> hits.merge(check(combination), 1, Integer::sum));
                    return sum(hits) - before;
                })
                .toList();

        // Settings: 4 without a model of one's own, one for each family, one with a family that the catalogue does not
        // contain,
        // one with an endpoint that is too long. Each of them with: the reasons of the entitlements, 3 plans, and
        // whether the
        // license is an offline one, beta is on, there is a gateway URL, and GitLab's own models are allowed.
        int contexts = 3 * 2 * 2 * 2 * 2;
        assertThat(counts)
                .containsExactly(
                        (7 * 15 * 15 + 8 * 15) * 8 * contexts,
                        (7 * 16 * 16 + 11 * 16) * 8 * contexts,
                        // The other features of the Agent Platform are enumerated with 3 settings of Agents & flows.
                        (7 * 19 * 19 + (9 + 1 + 8 * 3) * 19) * 15 * contexts);
        assertThat(hits).as("each rule decides at least once").containsOnlyKeys(SLUGS);
    }

    private static int sum(Map<String, Integer> hits) {
        return hits.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * A configuration and a feature.
     *
     * @param explained whether the explanation is compared too, which takes most of the time
     */
    private record Combination(Snapshot snapshot, Feature feature, boolean explained) {}

    /** Fails unless decision and explanation match the table; returns the slug of the rule that decided. */
    private static String check(Combination combination) {
        var expected = NaiveRules.decide(combination.snapshot(), combination.feature());
        var resolution = FeatureResolver.resolve(combination.snapshot(), combination.feature());
        // Plain comparisons, because creating millions of assertion objects would dominate the run time.
        if (!resolution.equals(expected.resolution())) {
            fail("%s%nis decided as %s%nbut rule %s expects %s", combination, resolution, expected.rule(), expected);
        }
        if (!combination.explained()) {
            return expected.rule();
        }
        var explanation = FeatureResolver.explain(combination.snapshot(), combination.feature());
        if (!explanation.resolution().equals(resolution) || !traceEndsWith(expected.rule(), explanation.trace())) {
            fail("%s%nis explained as %s%nbut rule %s decides", combination, explanation, expected.rule());
        }
        return expected.rule();
    }

    private static boolean traceEndsWith(String rule, List<ResolutionStep> trace) {
        var last = trace.size() - 1;
        if (last != SLUGS.indexOf(rule)) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            var step = trace.get(i);
            var outcome = i == last ? "matched" : "passed";
            if (!step.step().equals(SLUGS.get(i))
                    || !step.outcome().equals(outcome)
                    || !step.detail().endsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static void forEachCombination(String version, Consumer<Combination> consumer) {
        var catalogue = Catalogue.load(version);
        var models = oneOfEachFamily(catalogue);
        List<@Nullable Setting> settings = new ArrayList<>();
        settings.add(null);
        settings.add(Configurations.of(Provider.DISABLED));
        settings.add(Configurations.of(Provider.VENDORED));
        settings.add(Configurations.vendored("claude_sonnet_4"));
        models.values().forEach(model -> settings.add(Configurations.selfHosted(model)));

        for (Feature feature : catalogue.features()) {
            for (Setting own : settings) {
                for (Setting other : othersThatMatter(feature, settings)) {
                    var chosen = new HashMap<String, Setting>();
                    put(chosen, feature.id(), own);
                    put(chosen, feature.fallback() == null ? feature.signedBy() : feature.fallback(), other);
                    // A setting of its own hides the fallback's, so three kinds of that are enough for the explanation.
                    var explained = own == null || Set.of(0, 1, 4).contains(settings.indexOf(other));
                    forEachContext(
                            catalogue,
                            models,
                            chosen,
                            snapshot -> consumer.accept(new Combination(snapshot, feature, explained)));
                }
            }
        }
    }

    /** The settings of the fallback, or of the feature that signs this feature's requests. */
    private static List<@Nullable Setting> othersThatMatter(Feature feature, List<@Nullable Setting> settings) {
        if (feature.fallback() != null) {
            return settings;
        }
        return feature.signedBy() == null
                ? Arrays.asList((Setting) null)
                : Arrays.asList(null, settings.get(2), settings.get(settings.size() - 1));
    }

    private static void put(Map<String, Setting> settings, @Nullable String feature, @Nullable Setting setting) {
        if (feature != null && setting != null) {
            settings.put(feature, setting);
        }
    }

    private static void forEachContext(
            Catalogue catalogue, Map<Long, Model> models, Map<String, Setting> settings, Consumer<Snapshot> consumer) {
        for (var entitlement : entitlements(catalogue)) {
            for (boolean beta : NO_AND_YES) {
                for (String url : GATEWAY_URLS) {
                    for (boolean vendoredAllowed : NO_AND_YES) {
                        var snapshot = new Snapshot(
                                1,
                                Instant.EPOCH,
                                catalogue,
                                new Gateway(url, 90, beta, vendoredAllowed),
                                entitlement,
                                settings,
                                models);
                        consumer.accept(snapshot);
                    }
                }
            }
        }
    }

    private static List<Entitlement> entitlements(Catalogue catalogue) {
        var entitlements = new ArrayList<Entitlement>();
        for (String plan : PLANS) {
            for (boolean offline : NO_AND_YES) {
                for (EntitlementReason reason : EntitlementReason.values()) {
                    if (!catalogue.entitlements().contains(EntitlementKind.AGENT_PLATFORM)) {
                        entitlements.add(new Entitlement(reason, plan, null, offline));
                        continue;
                    }
                    entitlements.add(new Entitlement(reason, plan, EntitlementReason.ENTITLED, offline));
                    if (reason != EntitlementReason.ENTITLED) {
                        entitlements.add(new Entitlement(EntitlementReason.ENTITLED, plan, reason, offline));
                    }
                }
            }
        }
        return entitlements;
    }

    private static Map<Long, Model> oneOfEachFamily(Catalogue catalogue) {
        var families = new ArrayList<String>();
        catalogue.families().stream().map(Family::id).forEach(families::add);
        families.add("retired");
        var models = new HashMap<Long, Model>();
        for (int i = 0; i < families.size(); i++) {
            var address = ADDRESSES.get(i % ADDRESSES.size());
            var family = families.get(i);
            var builder = ModelBuilder.model(i + 1L)
                    .named("The " + family)
                    .family(family)
                    .endpoint(address.endpoint())
                    .identifier(address.identifier());
            var model = i % 2 == 0 ? builder.apiKey("k1", "c2VhbGVk").build() : builder.build();
            models.put(model.id(), model);
        }
        var tooLong = ModelBuilder.model(families.size() + 1L)
                .named("The one with the long endpoint")
                .endpoint(TOO_LONG.endpoint())
                .identifier(TOO_LONG.identifier())
                .build();
        models.put(tooLong.id(), tooLong);
        return models;
    }
}
