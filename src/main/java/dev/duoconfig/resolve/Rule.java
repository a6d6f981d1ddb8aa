package dev.duoconfig.resolve;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Explanation.ResolutionStep;
import org.jspecify.annotations.Nullable;

/**
 * The decision table, row by row: the first rule that matches decides. The decision and its explanation both use these
 * rules.
 */
// Conditions and sentences are functions without state, but the checker cannot know that.
@SuppressWarnings("ImmutableEnumChecker")
enum Rule {
    OWN_DISABLED(
            "the feature's own choice is disabled",
            facts -> facts.own().provider() == Provider.DISABLED,
            Reason.DISABLED,
            Sentences::ownDisabled,
            Facts::feature,
            facts -> null),
    FALLBACK_DISABLED(
            "it has no setting, and its fallback is disabled",
            facts -> facts.inherited() && facts.chosen().provider() == Provider.DISABLED,
            Reason.INHERITED_DISABLED,
            Sentences::fallbackDisabled),
    NOT_CONFIGURED(
            "it has no setting, and it has no fallback or the fallback has no setting either",
            facts -> facts.chosen().unassigned(),
            Reason.NOT_CONFIGURED,
            Sentences::notConfigured),
    SUBSCRIPTION(
            "the subscription does not grant the feature's entitlement, and there is no grace period or it has ended",
            facts -> !facts.snapshot().entitlement().resolves(facts.feature().entitlement()),
            Reason.SUBSCRIPTION_REQUIRED,
            Sentences::subscription),
    PLAN(
            "the feature requires the Ultimate plan, and the subscription does not have it",
            facts -> Availability.excludedByPlan(facts.snapshot(), facts.feature()),
            Reason.PLAN_EXCLUDES_FEATURE,
            Sentences::plan),
    BETA_FEATURES(
            "the feature is in beta or an experiment, and the beta toggle is off",
            facts -> Availability.hiddenBeta(facts.snapshot(), facts.feature()),
            Reason.BETA_FEATURES_OFF,
            Sentences::betaFeatures),
    VENDORED_NOT_ALLOWED(
            "GitLab's own model is chosen, and GitLab's own models are not allowed",
            facts -> facts.chosenVendored() && !facts.snapshot().gateway().vendoredModelsAllowed(),
            Reason.VENDORED_NOT_ALLOWED,
            Sentences::vendoredNotAllowed),
    VENDORED_LICENCE(
            "GitLab's own model is chosen, and the license is an offline license (with 19.4)",
            facts -> facts.chosenVendored() && Availability.vendoredNeedsOnlineLicense(facts.snapshot()),
            Reason.VENDORED_NEEDS_ONLINE_LICENCE,
            Sentences::vendoredLicense),
    VENDORED(
            "GitLab's own model is chosen",
            Facts::chosenVendored,
            Reason.ASSIGNED,
            Sentences::vendored,
            Facts::decider,
            facts -> facts.snapshot().catalogue().vendored().gatewayUrl()),
    BETA_MODELS(
            "the family of the chosen model is in beta, and the beta toggle is off",
            facts -> !Availability.familyOffered(
                    facts.snapshot(), facts.requireModel().family()),
            Reason.BETA_MODELS_OFF,
            Sentences::betaModels),
    ENDPOINT_LENGTH(
            "the endpoint of the chosen model is longer than the AI gateway accepts",
            facts -> facts.requireModel().deployment().endpointTooLong(),
            Reason.ENDPOINT_TOO_LONG,
            Sentences::endpointLength),
    GATEWAY(
            "no AI gateway URL is configured",
            facts -> facts.snapshot().gateway().url() == null,
            Reason.GATEWAY_NOT_CONFIGURED,
            Sentences::gateway),
    READY("otherwise", facts -> true, Reason.ASSIGNED, Sentences::ready);

    private final String words;
    private final Predicate<Facts> condition;
    private final Reason reason;
    private final Sentence sentence;
    private final Function<Facts, Feature> subject;
    private final Function<Facts, @Nullable String> gatewayUrl;
    private final String slug = name().toLowerCase(Locale.ROOT);

    /** A rule about the setting that applies; if it makes the feature ready, requests go to the configured gateway. */
    Rule(String words, Predicate<Facts> condition, Reason reason, Sentence sentence) {
        this(words, condition, reason, sentence, Facts::decider, facts -> facts.snapshot()
                .gateway()
                .url());
    }

    /**
     * A rule.
     *
     * @param subject the feature whose setting the rule examines
     * @param gatewayUrl URL that receives requests if the rule makes the feature ready
     */
    Rule(
            String words,
            Predicate<Facts> condition,
            Reason reason,
            Sentence sentence,
            Function<Facts, Feature> subject,
            Function<Facts, @Nullable String> gatewayUrl) {
        this.words = words;
        this.condition = condition;
        this.reason = reason;
        this.sentence = sentence;
        this.subject = subject;
        this.gatewayUrl = gatewayUrl;
    }

    /** The condition in words, for the published table. */
    String words() {
        return words;
    }

    /** The name of the step in explanations. */
    String slug() {
        return slug;
    }

    boolean matches(Facts facts) {
        return condition.test(facts);
    }

    /** The resolution of a feature for which this is the first rule that matches. */
    Resolution resolution(Facts facts) {
        var status = reason.status();
        var ready = status == Status.READY;
        return new Resolution(
                facts.feature().id(),
                status,
                ready && facts.inherited() ? Reason.INHERITED : reason,
                status == Status.UNASSIGNED ? null : facts.decider().id(),
                facts.chosen().provider(),
                ready ? facts.chosen().vendoredModel() : null,
                ready ? gatewayUrl.apply(facts) : null,
                facts.snapshot().gateway().requestTimeoutSeconds(),
                ready ? facts.model() : null,
                ready ? facts.warnings() : List.of());
    }

    /** The step of the explanation, with the values that the rule examined and whether it decided. */
    ResolutionStep step(Facts facts, boolean matched) {
        return new ResolutionStep(
                slug, subject.apply(facts).id(), matched ? "matched" : "passed", sentence.of(facts, matched));
    }

    /** Explains a rule in a sentence, with the values that it examined. */
    @FunctionalInterface
    interface Sentence {
        String of(Facts facts, boolean matched);
    }
}
