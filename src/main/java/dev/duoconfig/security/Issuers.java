package dev.duoconfig.security;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.duoconfig.http.edge.TokenIssuers;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The issuers whose tokens are accepted: the one without a name and the named ones, or that of local tokens alone. The rules of
 * one issuer never count for the tokens of another.
 */
@ApplicationScoped
@Startup
public class Issuers implements TokenIssuers {

    private static final Logger LOG = Logger.getLogger(Issuers.class);

    /** The issuer without a name first, if there is one, then the others by name. */
    private final List<Issuer> all = new ArrayList<>();

    private volatile boolean canBeAsked;

    @Inject
    Issuers(OidcSettings settings, Config config, Clock clock) {
        this(
                settings,
                StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                        .toList(),
                property -> config.getOptionalValue(property, String.class),
                clock);
    }

    /**
     * Reads the issuers.
     *
     * @param names the names of all settings
     * @param values returns the setting with a name such as {@code duo.oidc.gitlab.issuer}
     */
    Issuers(OidcSettings settings, List<String> names, Function<String, Optional<String>> values, Clock clock) {
        all.addAll(IssuerReader.read(settings, names, values, clock));
        all.forEach(issuer -> issuer.rules().warnings().forEach(LOG::warn));
        IssuerVariables.unknown(names)
                .forEach(variable -> LOG.warnf("%s is not a setting, and has no effect.", variable));
    }

    /** The states of the issuers that can be asked; none if tokens are local. */
    public List<IssuerState> states() {
        return remote().stream().map(Issuer::state).toList();
    }

    /**
     * Whether tokens of at least one issuer can be verified. One that does not respond must not take away the service from the
     * callers of the others.
     */
    public boolean canVerifyTokens() {
        return all.stream().anyMatch(issuer -> issuer.state().canVerifyTokens());
    }

    /** Whether all issuers respond. */
    public boolean areResponding() {
        return all.stream().allMatch(issuer -> issuer.state().isResponding());
    }

    /** The longest time since the keys of an issuer were read; zero if they never were. */
    public Duration keysAge() {
        return all.stream()
                .map(issuer -> issuer.state().keysAge())
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /**
     * The issuer at which users of the console sign in, or that of local tokens.
     *
     * @param name the name that the operator chose; by default the issuer without one, or else the first one
     * @throws ConfigurationException if there is no issuer with that name
     */
    public IssuerState console(Optional<String> name) {
        return all.stream()
                .filter(issuer -> name.isEmpty()
                        || name.get().equalsIgnoreCase(issuer.id().name()))
                .map(Issuer::state)
                .findFirst()
                .orElseThrow(
                        () -> new ConfigurationException(
                                "DUO_CONSOLE_ISSUER must be the name of an issuer, such as GITLAB for DUO_OIDC_GITLAB_ISSUER."));
    }

    @Override
    public boolean areRemote() {
        return !remote().isEmpty();
    }

    @Override
    public Set<String> signInOrigins() {
        return states().stream()
                .flatMap(state -> state.signInOrigins().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The issuers with a URL. */
    List<Issuer> remote() {
        return all.stream().filter(issuer -> issuer.id().url() != null).toList();
    }

    /** All issuers, that of local tokens included. */
    List<Issuer> all() {
        return List.copyOf(all);
    }

    /** The issuer that OIDC knows by a name. */
    Issuer ofTenant(String tenant) {
        return all.stream()
                .filter(issuer -> issuer.id().tenant().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The issuer that a token claims to be from, which is not verified; null if it is none of several. With one issuer, it is
     * always that one, which refuses the tokens of others.
     */
    @Nullable
    Issuer claimedBy(String token) {
        return all.size() == 1 ? all.get(0) : find(TokenClaims.issuer(token));
    }

    /** The issuer with this {@code iss}; null if there is none. */
    @Nullable
    Issuer find(@Nullable String iss) {
        if (iss == null) {
            return null;
        }
        var wanted = IssuerId.comparable(iss);
        return all.stream()
                .filter(issuer -> IssuerId.comparable(issuer.id().issuer()).equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** Lets OIDC ask the issuers. Until then, it would ask them one after the other. */
    void letAsk() {
        canBeAsked = true;
    }

    boolean canBeAsked() {
        return canBeAsked;
    }
}
