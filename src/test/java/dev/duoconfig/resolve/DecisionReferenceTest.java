package dev.duoconfig.resolve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.documents.Document;
import dev.duoconfig.resolve.Explanation.ResolutionStep;
import dev.duoconfig.resolve.Snapshot.Gateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The published decision table, generated from the rules, with an example of each rule's explanation. */
@Tag("fast")
class DecisionReferenceTest {

    private static final List<Rule> RULES = List.of(Rule.values());
    private static final Catalogue CATALOGUE = Catalogue.load("19.4");

    private static final String HEAD = """
            # How a feature is decided

            <!-- Generated from the code; change the rules there. -->

            For each feature, the rules are evaluated in this order, and the first rule that matches decides. A chat feature without a choice falls
            back to General Chat (`duo_chat`): General Chat's choice then applies, and all other rules still evaluate the feature itself.
            `?explain=true` returns the rules that were evaluated for a feature and the values that each rule examined; `step` is the name of the
            rule. Tests compare every combination of these values with a second, simpler implementation of the rules.

            """;

    private static final String COLUMNS = """
            | # | step | matches if | status | reason |
            |---|---|---|---|---|
            """;

    private static final String TAIL = """

            `model` and `gateway_url` are null unless the status is `ready`. If a feature falls back to a model of a family that it does not support,
            it is ready with the warning `family_not_supported`. During the grace period of an expired subscription, it is ready with the warning
            `subscription_in_grace`.

            ## Examples

            The explanation of each deciding rule, with an example:

            """;

    @Test
    void theReferenceIsCurrent() throws IOException {
        var examples = examples();
        assertThat(examples).containsOnlyKeys(Rule.values());

        Document.keep(
                "decision-table.md",
                HEAD
                        + table()
                        + TAIL
                        + RULES.stream()
                                .map(rule -> "%d. %s%n".formatted(RULES.indexOf(rule) + 1, examples.get(rule)))
                                .collect(Collectors.joining()));
    }

    @Test
    void theTableInTheContractIsCurrent() throws IOException {
        Document.keepTable(Path.of("openapi.yaml"), table());
    }

    private static String table() {
        return COLUMNS + RULES.stream().map(DecisionReferenceTest::row).collect(Collectors.joining());
    }

    private static String row(Rule rule) {
        var snapshot = snapshot(rule);
        var own = FeatureResolver.resolve(snapshot, feature(rule));
        var reason = own.status() == Status.READY
                ? "`assigned`, or `inherited` by falling back"
                : "`" + own.reason().id() + "`";
        return "| %d | `%s` | %s | `%s` | %s |%n"
                .formatted(
                        RULES.indexOf(rule) + 1,
                        rule.slug(),
                        rule.words(),
                        own.status().name().toLowerCase(Locale.ROOT),
                        reason);
    }

    private static Map<Rule, String> examples() {
        var sentences = new LinkedHashMap<Rule, String>();
        for (Rule rule : RULES) {
            var explanation = FeatureResolver.explain(snapshot(rule), feature(rule));
            assertThat(explanation.trace())
                    .last()
                    .extracting(ResolutionStep::step)
                    .isEqualTo(rule.slug());
            sentences.put(rule, explanation.decision());
        }
        return sentences;
    }

    /** A snapshot in which the rule decides and everything else is ready. */
    private static Snapshot snapshot(Rule rule) {
        var settings = new HashMap<String, Setting>();
        var feature = feature(rule).id();
        switch (rule) {
            case OWN_DISABLED -> settings.put(feature, setting(Provider.DISABLED, null));
            case FALLBACK_DISABLED -> settings.put("duo_chat", setting(Provider.DISABLED, null));
            case NOT_CONFIGURED -> {
                // No choice at all.
            }
            case VENDORED_NOT_ALLOWED, VENDORED_LICENCE, VENDORED ->
                settings.put(feature, setting(Provider.VENDORED, null));
            default -> settings.put(feature, setting(Provider.SELF_HOSTED, 1L));
        }
        var family = rule == Rule.BETA_MODELS ? "llama3" : "mixtral";
        var builder = ModelBuilder.model(1).named("Mixtral on vLLM").family(family);
        var model = rule == Rule.ENDPOINT_LENGTH
                ? builder.endpoint("https://vllm.example.com/" + "a".repeat(231))
                        .build()
                : builder.build();
        return new Snapshot(
                1,
                Instant.EPOCH,
                CATALOGUE,
                new Gateway(
                        rule == Rule.GATEWAY ? null : "https://aigw.example.com",
                        60,
                        false,
                        rule != Rule.VENDORED_NOT_ALLOWED),
                new Entitlement(
                        rule == Rule.SUBSCRIPTION ? EntitlementReason.EXPIRED : EntitlementReason.ENTITLED,
                        rule == Rule.PLAN ? "premium" : "ultimate",
                        EntitlementReason.ENTITLED,
                        rule == Rule.VENDORED_LICENCE),
                settings,
                Map.of(1L, model));
    }

    private static Feature feature(Rule rule) {
        var features = CATALOGUE.features();
        return switch (rule) {
            case PLAN ->
                features.stream()
                        .filter(feature -> feature.requiresUltimate() && feature.fallback() != null)
                        .findFirst()
                        .orElseThrow();
            case BETA_FEATURES -> Objects.requireNonNull(CATALOGUE.feature("duo_chat_summarize_comments"));
            default -> Objects.requireNonNull(CATALOGUE.feature("duo_chat_explain_code"));
        };
    }

    private static Setting setting(Provider provider, @Nullable Long model) {
        return new Setting(provider, model, 1, Instant.EPOCH, "jane");
    }
}
