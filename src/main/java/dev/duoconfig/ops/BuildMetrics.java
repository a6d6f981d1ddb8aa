package dev.duoconfig.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Shows the version that runs, and the commit that it was built from. */
@ApplicationScoped
@Startup
class BuildMetrics {

    /** Written by the build, except in a quick build or outside a repository. */
    private static final String FILE = "/META-INF/duo-config-build.properties";

    private static final String COMMIT = "git.commit.id";
    private static final String UNKNOWN = "unknown";

    BuildMetrics(@ConfigProperty(name = "quarkus.application.version") String version, MeterRegistry meters) {
        Gauge.builder("duo.build.info", () -> 1)
                .description("The version of the service, and the commit that it was built from")
                .tag("version", version)
                .tag("revision", revision())
                .register(meters);
    }

    private static String revision() {
        try (var file = BuildMetrics.class.getResourceAsStream(FILE)) {
            var build = new Properties();
            if (file != null) {
                build.load(file);
            }
            return build.getProperty(COMMIT, UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
