package dev.duoconfig.security;

import java.util.HashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** The database and master key of the local installation, with an OIDC issuer instead of local tokens. */
public final class OidcIssuerResource implements QuarkusTestResourceLifecycleManager {

    private final LocalInstallationResource installation = new LocalInstallationResource();
    private @Nullable WireMockServer server;

    @Override
    public Map<String, String> start() {
        var started = FakeIssuer.start();
        server = started;
        var url = "http://127.0.0.1:" + started.port();
        FakeIssuer.at(url).publish(TestIssuer.oidc(url));
        var settings = new HashMap<>(installation.start());
        settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
        settings.put("duo.oidc.issuer", url);
        return settings;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
        installation.stop();
    }
}
