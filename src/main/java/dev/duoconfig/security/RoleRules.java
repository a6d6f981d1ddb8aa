package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which the tokens of one issuer grant roles: by a value of the claim with the roles, or by several claims that all
 * hold. The two are alternatives, and no rule takes a role away.
 */
final class RoleRules {

    private final IssuerId issuer;
    private final ClaimPath roleClaim;
    private final @Nullable ClaimPath nameClaim;
    private final Map<String, Set<ClaimPattern>> values = new LinkedHashMap<>();
    private final Map<String, List<ClaimCondition>> conditions = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private RoleRules(IssuerId issuer, ClaimPath roleClaim, @Nullable ClaimPath nameClaim) {
        this.issuer = issuer;
        this.roleClaim = roleClaim;
        this.nameClaim = nameClaim;
    }

    /**
     * Reads the rules.
     *
     * @throws ConfigurationException if one cannot be used; the message names the variable
     */
    static RoleRules of(IssuerId issuer, RuleTexts texts) {
        var rules = new RoleRules(
                issuer,
                ClaimPath.at(texts.roleClaim()),
                texts.nameClaim().map(ClaimPath::at).orElse(null));
        texts.values().forEach(rules::addValues);
        texts.conditions().forEach(rules::addConditions);
        rules.warnings.addAll(RuleWarnings.of(issuer, rules.roleClaim.name(), rules.values, rules.conditions));
        return rules;
    }

    private void addValues(String role, String list) {
        var variable = issuer.variable(IssuerVariables.values(role));
        var parsed = ClaimValues.parse(list);
        if (parsed.isEmpty()) {
            throw new ConfigurationException(
                    variable + " contains no value. Unset it" + (issuer.name() == null ? " to use its default." : "."));
        }
        for (var value : ClaimValues.ambiguous(list)) {
            warnings.add("%s: '%s' is one value. If it is meant to be several, separate them by semicolons."
                    .formatted(variable, value));
        }
        values.put(role, parsed.stream().map(ClaimPattern::of).collect(Collectors.toUnmodifiableSet()));
    }

    private void addConditions(String role, String list) {
        conditions.put(role, ClaimCondition.parse(issuer.variable(IssuerVariables.claims(role)), list));
    }

    /** What the operator learns about the rules at the start. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The roles that a token with these claims has. */
    Set<String> roles(JsonObject claims) {
        var found = roleClaim.values(claims);
        return Roles.ALL.stream()
                .filter(role -> values.getOrDefault(role, Set.of()).stream()
                                .anyMatch(pattern -> found.stream().anyMatch(pattern::matches))
                        || (conditions.containsKey(role)
                                && conditions.get(role).stream().allMatch(condition -> condition.holds(claims))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The claim with the roles. */
    ClaimPath roleClaim() {
        return roleClaim;
    }

    /** The value of the claim that the settings name for the name of the caller; empty without one, or if a token lacks it. */
    Optional<Object> name(JsonObject claims) {
        return Optional.ofNullable(nameClaim).map(claim -> claim.find(claims));
    }

    /**
     * The rules as the settings have them.
     *
     * @param values the list of values by role
     * @param conditions the list of claims by role
     */
    record RuleTexts(
            String roleClaim, Optional<String> nameClaim, Map<String, String> values, Map<String, String> conditions) {}
}
