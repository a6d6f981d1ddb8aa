package dev.duoconfig.ops;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.duoconfig.security.IssuerId;
import dev.duoconfig.security.IssuerVariables;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Checks the settings of issuers before the framework uses them: that each one is complete, and that no two are the same. */
final class IssuerCheck {

    private final Function<String, Optional<String>> settings;
    private final Collection<String> names;

    private IssuerCheck(Function<String, Optional<String>> settings, Collection<String> names) {
        this.settings = settings;
        this.names = names;
    }

    static void run(Function<String, Optional<String>> settings, Collection<String> names) {
        var check = new IssuerCheck(settings, names);
        var issuers = new ArrayList<IssuerId>();
        IssuerVariables.names(names).forEach(name -> issuers.add(new IssuerId(name, null)));
        issuers.add(new IssuerId(null, null));
        issuers.forEach(check::issuer);
        issuers.forEach(check::audience);
        check.requireDifferent(issuers);
        check.requireKnown(issuers);
    }

    private void issuer(IssuerId issuer) {
        var variable = issuer.variable(IssuerVariables.ISSUER);
        var url = value(issuer, IssuerVariables.ISSUER);
        if (url.isPresent()) {
            url(variable, url.get());
            return;
        }
        // Perhaps the URL is in a variable with a mistake in its name. Without an issuer, tokens would be local.
        for (var other : IssuerVariables.of(issuer, names)) {
            if (!other.equals(variable)) {
                throw new ConfigurationException(
                        "%s is set, but %s is not. Set it to the URL of that issuer, or unset the other."
                                .formatted(other, variable));
            }
        }
        if (issuer.name() != null) {
            throw new ConfigurationException(
                    "%s is empty. Set it to the URL of that issuer, or unset it.".formatted(variable));
        }
    }

    /** The framework takes this one for no audience in particular. */
    private void audience(IssuerId issuer) {
        if (value(issuer, IssuerVariables.AUDIENCE).filter("any"::equals).isPresent()) {
            throw new ConfigurationException("%s must not be 'any'. Set it to the value in the aud of the tokens."
                    .formatted(issuer.variable(IssuerVariables.AUDIENCE)));
        }
    }

    private void requireDifferent(List<IssuerId> issuers) {
        var variables = new HashMap<String, String>();
        for (var issuer : issuers) {
            var variable = issuer.variable(IssuerVariables.ISSUER);
            var other =
                    value(issuer, IssuerVariables.ISSUER).map(url -> variables.put(IssuerId.comparable(url), variable));
            if (other.isPresent()) {
                throw new ConfigurationException(
                        "%s and %s are the same issuer. Unset one of them, and put its rules into those of the other."
                                .formatted(other.get(), variable));
            }
        }
    }

    /** A variable of a known issuer is a mistake. Others can come from elsewhere, such as from the name of a service in Kubernetes. */
    private void requireKnown(List<IssuerId> issuers) {
        for (var variable : IssuerVariables.unknown(names)) {
            for (var issuer : issuers) {
                if (issuer.name() != null && variable.startsWith(issuer.variable(""))) {
                    throw new ConfigurationException("%s is not a setting. After %s, there can be %s."
                            .formatted(variable, issuer.variable(""), IssuerVariables.settings()));
                }
            }
        }
    }

    private Optional<String> value(IssuerId issuer, String setting) {
        return settings.apply(IssuerVariables.property(issuer, setting)).filter(text -> !text.isBlank());
    }

    private static void url(String variable, String text) {
        if (!HttpUrls.isPlain(text)) {
            throw new ConfigurationException(variable
                    + " must be the http or https URL of the issuer, such as https://sso.example.com/realms/main,"
                    + " without a user, query, or fragment.");
        }
        if (text.contains(IssuerId.DISCOVERY)) {
            throw new ConfigurationException(
                    variable + " must be the URL of the issuer without " + IssuerId.DISCOVERY + ".");
        }
    }
}
