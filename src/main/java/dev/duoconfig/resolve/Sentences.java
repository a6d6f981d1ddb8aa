package dev.duoconfig.resolve;

import dev.duoconfig.catalogue.Feature;

/** The explanations of the rules for administrators, with one method for each {@link Rule}. */
final class Sentences {

    private Sentences() {}

    static String ownDisabled(Facts facts, boolean matched) {
        return own(facts) + ".";
    }

    static String fallbackDisabled(Facts facts, boolean matched) {
        if (facts.inherited()) {
            return "%s, and %s.".formatted(chosen(facts), own(facts));
        }
        var fallback = facts.fallback();
        return fallback == null
                ? facts.feature().title() + " does not fall back to another feature."
                : "%s, so it does not fall back to %s.".formatted(own(facts), fallback.title());
    }

    static String notConfigured(Facts facts, boolean matched) {
        if (!matched) {
            return "The setting of %s applies: %s.".formatted(facts.decider().title(), chosen(facts));
        }
        return facts.inherited()
                ? "%s, and neither does %s."
                        .formatted(own(facts), facts.decider().title())
                : own(facts) + ", and it does not fall back to another feature.";
    }

    static String subscription(Facts facts, boolean matched) {
        return facts.snapshot().entitlement().sentence(facts.feature().entitlement());
    }

    static String plan(Facts facts, boolean matched) {
        var title = facts.feature().title();
        return facts.feature().requiresUltimate()
                ? "%s requires the ultimate plan, and the subscription has %s."
                        .formatted(title, facts.snapshot().entitlement().planInWords())
                : title + " does not require the ultimate plan.";
    }

    static String betaFeatures(Facts facts, boolean matched) {
        var feature = facts.feature();
        return "%s has the release state %s, and beta models and features are %s."
                .formatted(feature.title(), feature.releaseState().id(), toggle(facts));
    }

    static String vendoredNotAllowed(Facts facts, boolean matched) {
        if (!facts.chosenVendored()) {
            return chosen(facts) + ", not to GitLab's own model.";
        }
        return "%s, and GitLab's own models are %s."
                .formatted(
                        chosen(facts), facts.snapshot().gateway().vendoredModelsAllowed() ? "allowed" : "not allowed");
    }

    static String vendoredLicense(Facts facts, boolean matched) {
        if (!facts.chosenVendored()) {
            return chosen(facts) + ", which does not depend on the kind of license.";
        }
        return matched
                ? "%s, which needs an online license, and the license is an offline license.".formatted(chosen(facts))
                : "%s, and the license does not rule that out.".formatted(chosen(facts));
    }

    static String vendored(Facts facts, boolean matched) {
        return matched
                ? "%s, served through %s."
                        .formatted(
                                chosen(facts),
                                facts.snapshot().catalogue().vendored().gatewayUrl())
                : chosen(facts) + ", not to GitLab's own model.";
    }

    static String betaModels(Facts facts, boolean matched) {
        var family = facts.family();
        return family == null
                ? "The catalogue does not contain the model family %s, so the family does not count as beta."
                        .formatted(facts.requireModel().family())
                : "The model family %s has the release state %s, and beta models and features are %s."
                        .formatted(family.name(), family.releaseState().id(), toggle(facts));
    }

    static String endpointLength(Facts facts, boolean matched) {
        var endpoint = facts.requireModel().endpoint();
        if (endpoint == null) {
            return "Model '%s' has no endpoint.".formatted(facts.requireModel().name());
        }
        return "The endpoint of model '%s' has %d characters, and the AI gateway accepts at most %d%s."
                .formatted(
                        facts.requireModel().name(),
                        endpoint.length(),
                        Deployment.MAX_GATEWAY_ENDPOINT_LENGTH,
                        matched ? "; it would use GitLab's own model instead" : "");
    }

    static String gateway(Facts facts, boolean matched) {
        var url = facts.snapshot().gateway().url();
        return url == null ? "No AI gateway URL is configured." : "The AI gateway URL is %s.".formatted(url);
    }

    static String ready(Facts facts, boolean matched) {
        return facts.inherited() ? "%s, and %s.".formatted(chosen(facts), own(facts)) : own(facts) + ".";
    }

    /** The feature's own setting in words, such as: General Chat is set to model 'Mixtral on vLLM'. */
    private static String own(Facts facts) {
        return setting(facts, facts.feature(), facts.own());
    }

    private static String chosen(Facts facts) {
        return setting(facts, facts.decider(), facts.chosen());
    }

    private static String setting(Facts facts, Feature feature, Setting setting) {
        return feature.title()
                + switch (setting.provider()) {
                    case UNASSIGNED -> " has no setting of its own";
                    case DISABLED -> " is set to Disabled";
                    case VENDORED ->
                        setting.vendoredModel() == null
                                ? " is set to GitLab's own model"
                                : " is set to GitLab's own model '" + setting.vendoredModel() + "'";
                    case SELF_HOSTED ->
                        " is set to model '" + facts.requireModel().name() + "'";
                };
    }

    private static String toggle(Facts facts) {
        return facts.snapshot().gateway().betaFeaturesEnabled() ? "on" : "off";
    }
}
