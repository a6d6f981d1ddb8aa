package dev.duoconfig.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;

/** The database and master key of the local installation, with the OIDC test server instead of local tokens. */
public final class OidcIssuerResource implements QuarkusTestResourceLifecycleManager {

    private final LocalInstallationResource installation = new LocalInstallationResource();
    private final OidcWiremockTestResource server = new OidcWiremockTestResource();

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(installation.start());
        settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
        var url = Objects.requireNonNull(server.start().get("keycloak.url"));
        settings.put("duo.oidc.issuer", url + "/realms/quarkus");
        return settings;
    }

    @Override
    public void stop() {
        server.stop();
        installation.stop();
    }
}
