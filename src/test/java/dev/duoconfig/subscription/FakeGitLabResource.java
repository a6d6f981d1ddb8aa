package dev.duoconfig.subscription;

import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** Runs a {@link FakeGitLab} and makes it the service's source, with a timeout of half a second. */
public final class FakeGitLabResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable WireMockServer server;

    @Override
    public Map<String, String> start() {
        var started = FakeGitLab.start();
        server = started;
        return Map.of(
                "duo.subscription.source",
                "gitlab",
                "duo.subscription.gitlab-url",
                "http://127.0.0.1:" + started.port() + "/",
                "duo.subscription.gitlab-token",
                FakeGitLab.TOKEN,
                "duo.subscription.gitlab-timeout",
                "500ms");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
