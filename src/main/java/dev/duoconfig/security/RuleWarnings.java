package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that operators should think about again: that give the role {@code admin} by what anyone can have, that give a role
 * to every token with a claim, and that no token can meet. docs/adr/0032-several-issuers.md says why it is this list.
 */
final class RuleWarnings {

    /** Claims that are the same in the tokens of all users. */
    private static final Set<String> OF_EVERYONE = Set.of("iss", "aud", "typ", "scope", "email_verified");

    /** Claims of GitLab that name a project or group. */
    private static final Set<String> PLACES = Set.of("project_path", "project_id", "namespace_path", "namespace_id");

    /** Claims of GitLab that a pipeline of any project can have: on a branch of that name, or started by that user. */
    private static final Set<String> OF_PIPELINES = Set.of(
            "user_login",
            "user_email",
            "user_id",
            "ref",
            "ref_path",
            "ref_type",
            "ref_protected",
            "environment",
            "environment_protected",
            "pipeline_source");

    /** Claims that users can often set for themselves. */
    private static final Set<String> SELF_CHOSEN =
            Set.of("preferred_username", "name", "nickname", "given_name", "family_name", "email");

    /** Claims that are one text in every token, so that they cannot have two values. */
    private static final Set<String> SINGLE =
            Set.of("iss", "sub", "project_path", "namespace_path", "ref", "user_login");

    private static final String SUBJECT = "sub";
    private static final String SUBJECT_OF_PROJECT = "project_path:";
    private static final Set<String> PROTECTED = Set.of("ref_protected", "environment_protected");

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
        var names = new HashSet<String>();
        for (var condition : rule) {
            if (!condition.value().matchesEverything()) {
                names.add(kind(condition));
            }
        }
        names.removeAll(OF_EVERYONE);
        if (names.isEmpty()) {
            addDanger(variable, "every token of the issuer", "Add a claim that only administrators have.");
        } else if (PLACES.stream().anyMatch(names::contains)) {
            if (!isProtected(rule) && isOnly(names, List.of(PLACES, OF_PIPELINES, SELF_CHOSEN))) {
                addDanger(
                        variable,
                        "a pipeline on any branch, and so everyone who can push one",
                        "Add ref_protected=true.");
            }
        } else if (isOnly(names, List.of(OF_PIPELINES, SELF_CHOSEN))) {
            addDanger(variable, names);
        }
    }

    private void addDanger(String variable, Set<String> names) {
        if (OF_PIPELINES.stream().anyMatch(names::contains)) {
            addDanger(
                    variable,
                    "a pipeline of any project of that GitLab",
                    "Add project_path=... and ref_protected=true.");
        } else {
            addDanger(
                    variable,
                    "everyone who can set this part of the own profile",
                    "Use a group, a role, or the sub of the administrators.");
        }
    }

    private void addDanger(String variable, String who, String remedy) {
        warnings.add("%s gives the role admin by claims that %s can have. %s".formatted(variable, who, remedy));
    }

    /** The name of the claim; the subject of a pipeline with a wildcard counts as a project, and another one by itself. */
    private static String kind(ClaimCondition condition) {
        var name = condition.claim().name();
        var value = condition.value();
        return name.equals(SUBJECT) && value.isPrefix() && value.text().startsWith(SUBJECT_OF_PROJECT)
                ? "project_path"
                : name;
    }

    private static boolean isProtected(List<ClaimCondition> rule) {
        return rule.stream()
                .anyMatch(condition -> PROTECTED.contains(condition.claim().name())
                        && condition.value().equals(new ClaimPattern("true", false)));
    }

    private static boolean isOnly(Set<String> names, List<Set<String>> known) {
        return names.stream().allMatch(name -> known.stream().anyMatch(set -> set.contains(name)));
    }
}
