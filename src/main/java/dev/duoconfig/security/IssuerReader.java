package dev.duoconfig.security;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.duoconfig.security.RoleRules.RuleTexts;
import org.jboss.logging.Logger;

/** Reads the issuers from the settings. What no issuer can have was refused before the start. */
final class IssuerReader {

    private static final Logger LOG = Logger.getLogger(IssuerReader.class);

    private static final String DEFAULT_AUDIENCE = "duo-config";
    private static final String DEFAULT_ROLE_CLAIM = "groups";

    /** The settings belong to an issuer with a URL; local tokens name the roles themselves. */
    private static final RuleTexts LOCAL = new RuleTexts(
            LocalIssuer.ROLES_CLAIM,
            Optional.empty(),
            Roles.ALL.stream().collect(Collectors.toUnmodifiableMap(role -> role, role -> role)),
            Map.of());

    private IssuerReader() {}

    /**
     * The issuer without a name first, if there is one, then the others by name; that of local tokens if there is none.
     *
     * @param names the names of all settings
     * @param values returns the setting with a name such as {@code duo.oidc.gitlab.issuer}
     */
    static List<Issuer> read(
            OidcSettings settings, List<String> names, Function<String, Optional<String>> values, Clock clock) {
        var named = IssuerVariables.names(names).stream()
                .flatMap(name -> named(name, values, clock).stream())
                .toList();
        var all = new ArrayList<Issuer>();
        if (settings.issuer().isPresent() || named.isEmpty()) {
            all.add(unnamed(settings, clock));
        }
        all.addAll(named);
        return all;
    }

    private static Issuer unnamed(OidcSettings settings, Clock clock) {
        var url = settings.issuer();
        var id = new IssuerId(null, url.orElse(null));
        return issuer(id, settings.audience(), url.isPresent() ? rules(settings) : LOCAL, clock);
    }

    private static RuleTexts rules(OidcSettings settings) {
        var conditions = new LinkedHashMap<String, String>();
        settings.adminClaims().ifPresent(list -> conditions.put(Roles.ADMIN, list));
        settings.plannerClaims().ifPresent(list -> conditions.put(Roles.PLANNER, list));
        settings.viewerClaims().ifPresent(list -> conditions.put(Roles.VIEWER, list));
        settings.resolverClaims().ifPresent(list -> conditions.put(Roles.RESOLVER, list));
        var values = Map.of(
                Roles.ADMIN, settings.adminValues(),
                Roles.PLANNER, settings.plannerValues(),
                Roles.VIEWER, settings.viewerValues(),
                Roles.RESOLVER, settings.resolverValues());
        return new RuleTexts(settings.roleClaim(), settings.nameClaim(), values, conditions);
    }

    private static Optional<Issuer> named(String name, Function<String, Optional<String>> settings, Clock clock) {
        var variables = new IssuerId(name, null);
        Function<String, Optional<String>> values = setting ->
                settings.apply(IssuerVariables.property(variables, setting)).filter(Predicate.not(String::isBlank));
        var roleClaim = values.apply(IssuerVariables.ROLE_CLAIM);
        var rules = new RuleTexts(
                roleClaim.orElse(DEFAULT_ROLE_CLAIM),
                values.apply(IssuerVariables.NAME_CLAIM),
                byRole(values, IssuerVariables::values),
                byRole(values, IssuerVariables::claims));
        if (roleClaim.isPresent() && rules.values().isEmpty()) {
            LOG.warnf(
                    "%s has no effect, because %s and the like are not set.",
                    variables.variable(IssuerVariables.ROLE_CLAIM),
                    variables.variable(IssuerVariables.values(Roles.ADMIN)));
        }
        return values.apply(IssuerVariables.ISSUER)
                .map(url -> issuer(
                        new IssuerId(name, url),
                        values.apply(IssuerVariables.AUDIENCE).orElse(DEFAULT_AUDIENCE),
                        rules,
                        clock));
    }

    private static Map<String, String> byRole(
            Function<String, Optional<String>> values, Function<String, String> setting) {
        var byRole = new LinkedHashMap<String, String>();
        for (var role : Roles.ALL) {
            values.apply(setting.apply(role)).ifPresent(list -> byRole.put(role, list));
        }
        return byRole;
    }

    private static Issuer issuer(IssuerId id, String audience, RuleTexts rules, Clock clock) {
        return new Issuer(id, audience, RoleRules.of(id, rules), new IssuerState(id, clock));
    }
}
