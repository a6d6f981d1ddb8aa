package dev.duoconfig.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.duoconfig.text.EditDistance;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Warns about settings whose names are misspelt, which would otherwise be ignored in silence. The names of issuers are free, so
 * {@link dev.duoconfig.security.Issuers} has the settings of issuers.
 */
@ApplicationScoped
class SettingNames {

    /** The variables of all settings, one per line. It is generated together with docs/settings.md. */
    private static final String FILE = "/META-INF/settings.txt";

    private static final Logger LOG = Logger.getLogger(SettingNames.class);

    private static final String OF_ISSUERS = "DUO_OIDC_";
    private static final String OF_A_SERVICE = "_SERVICE_HOST";

    /** The most characters that differ in a misspelt name. */
    private static final int MAX_DISTANCE = 2;

    /** The most characters by which a name can be cut off. */
    private static final int MAX_CUT_OFF = 5;

    private final Config config;

    SettingNames(Config config) {
        this.config = config;
    }

    /** Comes before everything that can refuse the start because of a setting that is missing. */
    void check(@Observes @Priority(1) StartupEvent event) {
        var names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .toList();
        warnings(names).forEach(LOG::warn);
    }

    /** The warnings about the names of settings, as properties or variables. */
    static List<String> warnings(Collection<String> names) {
        var known = known();
        var variables = names.stream()
                .filter(name -> name.startsWith("DUO_") || name.startsWith("duo."))
                .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .collect(Collectors.toCollection(TreeSet::new));
        var services = variables.stream()
                .filter(name -> name.endsWith(OF_A_SERVICE))
                .map(name -> name.substring(0, name.length() - OF_A_SERVICE.length()))
                .toList();
        return variables.stream()
                .filter(name -> !known.contains(name) && !name.startsWith(OF_ISSUERS))
                .filter(name -> services.stream().noneMatch(service -> isOfService(name, service)))
                .map(name -> name + " is not a setting, and has no effect."
                        + closest(name, known)
                                .map(" Did you mean %s?"::formatted)
                                .orElse(""))
                .toList();
    }

    /** Kubernetes sets variables such as DUO_CONFIG_SERVICE_HOST and DUO_CONFIG_PORT_8080_TCP for a service named duo-config. */
    private static boolean isOfService(String name, String service) {
        return name.equals(service + "_PORT")
                || name.startsWith(service + "_PORT_")
                || name.startsWith(service + "_SERVICE_");
    }

    private static Optional<String> closest(String wrong, Set<String> known) {
        return known.stream()
                .filter(name -> EditDistance.between(wrong, name) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(name -> EditDistance.between(wrong, name)))
                .or(() -> known.stream()
                        .filter(name -> name.startsWith(wrong) && name.length() - wrong.length() <= MAX_CUT_OFF)
                        .min(Comparator.comparingInt(String::length)));
    }

    private static Set<String> known() {
        try (var file = Objects.requireNonNull(SettingNames.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
