package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** The database and master key of the local installation, with OIDC issuers instead of local tokens. */
public final class OidcIssuerResource implements QuarkusTestResourceLifecycleManager {

    private final LocalInstallationResource installation = new LocalInstallationResource();
    private final List<WireMockServer> servers = new ArrayList<>();

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(installation.start());
        settings.keySet().removeIf(name -> name.startsWith("quarkus.oidc."));
        var url = startIssuer();
        FakeIssuer.at(url).publish(TestIssuer.oidc(url));
        settings.put("duo.oidc.issuer", url);
        settings.put("duo.oidc.gitlab-ci.issuer", startIssuer());
        var away = startIssuer();
        FakeIssuer.at(away).hideDiscovery();
        settings.put("duo.oidc.away.issuer", away);
        return settings;
    }

    private String startIssuer() {
        var server = FakeIssuer.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void stop() {
        servers.forEach(WireMockServer::stop);
        installation.stop();
    }
}
