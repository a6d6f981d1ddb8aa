package dev.duoconfig.console;

import dev.duoconfig.console.ConsoleConfiguration.Mode;
import dev.duoconfig.http.request.PublicUrls;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Served only if the service has a console, see {@link ConsoleRoute}. */
@Path("/console/config.json")
@Produces(MediaType.APPLICATION_JSON)
class ConsoleResource {

    /** The name of the caller is in the second one. */
    private static final String SCOPES = "openid profile";

    private static final String DOCUMENTATION = "/q/swagger-ui/";

    private final ConsoleConfiguration configuration;

    ConsoleResource(
            ConsoleSettings settings,
            ConsoleIssuer issuer,
            PublicUrls urls,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        var documentation = urls.areConfigured() ? urls.of(DOCUMENTATION) : ".." + DOCUMENTATION;
        this.configuration = issuer.url()
                .map(url -> new ConsoleConfiguration(
                        Mode.OIDC, url, settings.consoleClientId().orElse(null), SCOPES, version, documentation))
                .orElseGet(() -> new ConsoleConfiguration(Mode.LOCAL, null, null, null, version, documentation));
    }

    @GET
    @PermitAll
    @NonBlocking
    public ConsoleConfiguration get() {
        return configuration;
    }
}
