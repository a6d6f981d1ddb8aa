package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The names of the variables with the settings of issuers: {@code DUO_OIDC_ISSUER} and the like for the issuer without a name,
 * {@code DUO_OIDC_GITLAB_ISSUER} for one that is named GITLAB.
 */
public final class IssuerVariables {

    static final String PREFIX = "DUO_OIDC_";

    /** The setting that every issuer has. */
    public static final String ISSUER = "ISSUER";

    public static final String AUDIENCE = "AUDIENCE";
    static final String ROLE_CLAIM = "ROLE_CLAIM";
    static final String NAME_CLAIM = "NAME_CLAIM";

    /** The settings of one issuer. */
    private static final List<String> SETTINGS = Stream.concat(
                    Stream.of(ISSUER, AUDIENCE, ROLE_CLAIM, NAME_CLAIM),
                    Roles.ALL.stream().flatMap(role -> Stream.of(values(role), claims(role))))
            .toList();

    /** The settings that count for all issuers. */
    private static final Set<String> COMMON = Set.of("CLIENT_ID", "KEY_REFRESH");

    private IssuerVariables() {}

    static String values(String role) {
        return role.toUpperCase(Locale.ROOT) + "_VALUES";
    }

    static String claims(String role) {
        return role.toUpperCase(Locale.ROOT) + "_CLAIMS";
    }

    /** The names of the issuers that have one. */
    public static SortedSet<String> names(Collection<String> settings) {
        var names = new TreeSet<String>();
        suffixes(settings).forEach(suffix -> name(suffix).ifPresent(names::add));
        return names;
    }

    /** The variables that belong to an issuer. */
    public static List<String> of(IssuerId issuer, Collection<String> settings) {
        var variables = new TreeSet<>(SETTINGS.stream().map(issuer::variable).toList());
        variables.retainAll(suffixes(settings).map(PREFIX::concat).toList());
        return List.copyOf(variables);
    }

    /** The variables that look like settings of issuers, and are not. */
    public static List<String> unknown(Collection<String> settings) {
        var unknown = new ArrayList<String>();
        suffixes(settings)
                .filter(suffix -> !SETTINGS.contains(suffix) && !COMMON.contains(suffix))
                .filter(suffix -> name(suffix).isEmpty())
                .sorted()
                .forEach(suffix -> unknown.add(PREFIX + suffix));
        return unknown;
    }

    /** The settings of an issuer, for a message that lists them. */
    public static String settings() {
        return String.join(", ", SETTINGS);
    }

    /** The name of the setting in a variable, such as {@code duo.oidc.gitlab.issuer}. */
    public static String property(IssuerId issuer, String setting) {
        var name = issuer.name() == null ? "" : kebab(issuer.name()) + ".";
        return "duo.oidc." + name + kebab(setting);
    }

    private static String kebab(String words) {
        return words.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What follows the prefix in the variables; properties count as the variable that they stand for. */
    private static Stream<String> suffixes(Collection<String> settings) {
        return settings.stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .filter(variable -> variable.startsWith(PREFIX))
                .map(variable -> variable.substring(PREFIX.length()))
                .distinct();
    }

    private static Optional<String> name(String suffix) {
        return SETTINGS.stream()
                .filter(setting -> suffix.endsWith("_" + setting) && suffix.length() > setting.length() + 1)
                .map(setting -> suffix.substring(0, suffix.length() - setting.length() - 1))
                .findFirst();
    }
}
