package dev.duoconfig.browser;

import java.util.Map;

import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A service with its default settings. Before each test, it has an empty configuration, no GitLab instances, and a synchronized
 * subscription; its revisions, audit events, and ids continue after those of the test before.
 */
final class EmptyService extends SharedService implements BeforeEachCallback, AfterEachCallback {

    static final EmptyService SHARED = new EmptyService();

    static final String EMPTY_CONFIGURATION = """
            {"gateway": {}, "models": [], "features": []}""";

    private @Nullable GitLabDouble gitlab;

    private EmptyService() {}

    @Override
    void start() throws Exception {
        launch(directory(), Map.of());
        call("admin", "POST", "/subscription/sync", "");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        for (var instance : call("admin", "GET", "/gitlab-instances", "")) {
            call("admin", "DELETE", "/gitlab-instances/" + instance.path("id").asText(), "");
        }
        call("admin", "PUT", "/configuration", EMPTY_CONFIGURATION);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (gitlab != null) {
            gitlab.close();
            gitlab = null;
        }
    }

    /** The GitLab of the running test, which is a new one in each. */
    GitLabDouble gitlab() {
        if (gitlab == null) {
            gitlab = GitLabDouble.start("19.5");
        }
        return gitlab;
    }

    /** The number of the newest revision. */
    int revision() throws Exception {
        return call("viewer", "GET", "/revision", "").path("revision").asInt();
    }
}
