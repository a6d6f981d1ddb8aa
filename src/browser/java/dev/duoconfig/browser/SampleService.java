package dev.duoconfig.browser;

import java.util.Map;

import dev.duoconfig.testkit.gitlab.GitLabDouble;

/** A service with its default settings and the {@link SampleConfiguration}, for tests that only read. */
final class SampleService extends SharedService {

    static final SampleService SHARED = new SampleService();

    private SampleService() {}

    @Override
    void start() throws Exception {
        var gitlab = untilTheEnd(GitLabDouble.start("19.5"));
        launch(directory(), Map.of());
        SampleConfiguration.store(application(), gitlab);
    }
}
