package dev.duoconfig.testkit;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that no other test uses, for tests that stop or damage it. */
public final class OwnInstallationResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable TemporaryInstallation installation;

    @Override
    public Map<String, String> start() {
        installation = TemporaryInstallation.open();
        return installation.settings();
    }

    @Override
    public void stop() {
        if (installation != null) {
            installation.close();
        }
    }
}
