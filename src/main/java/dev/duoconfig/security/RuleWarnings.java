package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that operators should think about again: that give the role {@code admin} by what anyone can have, that give a role
 * to every token with a claim, and that no token can meet. docs/adr/0032-several-issuers.md says why it is this list.
 */
final class RuleWarnings {

    /** Claims that are one text in every token, so that they cannot have two values. */
    private static final Set<String> SINGLE =
            Set.of("iss", "sub", "project_path", "namespace_path", "ref", "user_login");

    private final IssuerId issuer;
    private final List<String> warnings = new ArrayList<>();

    private RuleWarnings(IssuerId issuer) {
        this.issuer = issuer;
    }

    /** One line for each rule, which names its variable. */
    static List<String> of(
            IssuerId issuer,
            String roleClaim,
            Map<String, Set<ClaimPattern>> values,
            Map<String, List<ClaimCondition>> conditions) {
        var all = new RuleWarnings(issuer);
        if (values.isEmpty() && conditions.isEmpty()) {
            all.warnings.add("No token of %s grants a role, because the issuer has no rule. Set %s or the like."
                    .formatted(issuer.variable(IssuerVariables.ISSUER), issuer.variable("VIEWER_VALUES")));
        }
        values.forEach((role, patterns) -> all.addValues(role, roleClaim, patterns));
        conditions.forEach(all::addConditions);
        return all.warnings;
    }

    private void addValues(String role, String roleClaim, Set<ClaimPattern> patterns) {
        var variable = issuer.variable(IssuerVariables.values(role));
        for (var pattern : patterns) {
            if (pattern.matchesEverything()) {
                warnings.add("%s: '*' gives the role %s to every token with the claim '%s'."
                        .formatted(variable, role, roleClaim));
            } else if (role.equals(Roles.ADMIN)) {
                addDanger(variable, List.of(new ClaimCondition(ClaimPath.at(roleClaim), pattern)));
            }
        }
    }

    private void addConditions(String role, List<ClaimCondition> conditions) {
        var variable = issuer.variable(IssuerVariables.claims(role));
        addImpossible(variable, role, conditions);
        for (var condition : conditions) {
            if (condition.value().matchesEverything()) {
                warnings.add("%s: '*' is met by every token with the claim '%s'."
                        .formatted(variable, condition.claim().name()));
            }
        }
        if (role.equals(Roles.ADMIN)) {
            addDanger(variable, conditions);
        }
    }

    private void addImpossible(String variable, String role, List<ClaimCondition> conditions) {
        var exact = new HashSet<String>();
        for (var condition : conditions) {
            var name = condition.claim().name();
            var isOfAnotherIssuer = name.equals("iss")
                    && !condition.value().matches(issuer.issuer())
                    && !condition.value().matches(IssuerId.comparable(issuer.issuer()));
            if (isOfAnotherIssuer
                    || (SINGLE.contains(name) && !condition.value().isPrefix() && !exact.add(name))) {
                warnings.add(
                        "%s never gives the role %s, because no token of the issuer can have these values of the claim '%s'."
                                .formatted(variable, role, name));
            }
        }
    }

    private void addDanger(String variable, List<ClaimCondition> rule) {
        var kinds = EnumSet.noneOf(ClaimKind.class);
        rule.forEach(condition -> kinds.add(ClaimKind.of(condition)));
        if (kinds.contains(ClaimKind.OTHER)) {
            return;
        }
        if (kinds.contains(ClaimKind.PLACE)) {
            if (!kinds.contains(ClaimKind.PROTECTION)) {
                addDanger(
                        variable,
                        "a pipeline on an unprotected branch, and so everyone who can push one",
                        "Add ref_protected=true.");
            }
        } else if (kinds.contains(ClaimKind.PART_OF_PLACE)) {
            addDanger(
                    variable,
                    "a pipeline of another project whose path or ID begins like that",
                    "Write the whole path or ID, or a path with a slash before the '*'.");
        } else if (kinds.contains(ClaimKind.PIPELINE) || kinds.contains(ClaimKind.PROTECTION)) {
            addDanger(
                    variable,
                    "a pipeline of any project of that GitLab",
                    "Add project_path=... and ref_protected=true.");
        } else if (kinds.contains(ClaimKind.PROFILE)) {
            addDanger(
                    variable,
                    "everyone who can set this part of the own profile",
                    "Use a group, a role, or the sub of the administrators.");
        } else {
            addDanger(variable, "every token of the issuer", "Add a claim that only administrators have.");
        }
    }

    private void addDanger(String variable, String who, String remedy) {
        warnings.add("%s gives the role admin by claims that %s can have. %s".formatted(variable, who, remedy));
    }
}
