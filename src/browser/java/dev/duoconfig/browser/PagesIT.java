package dev.duoconfig.browser;

import java.nio.file.Path;
import java.util.Map;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in every look: accessible, and readable without scrolling sideways. */
@InBrowser
class PagesIT {

    @TempDir
    private static Path home;

    private static PackagedApplication application;
    private static GitLabDouble gitlab;

    @BeforeAll
    static void start() throws Exception {
        gitlab = GitLabDouble.start("19.5");
        application = PackagedApplication.start(home, Map.of());
        SampleConfiguration.store(application, gitlab);
    }

    @AfterAll
    static void stop() {
        application.close();
        gitlab.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "overview, #/",
        "features, #/features",
        "feature, #/features/duo_chat",
        "models, #/models",
        "new-model, #/models/new",
        "model, #/models/" + SampleConfiguration.FIRST_MODEL,
        "configuration, #/configuration",
        "subscription, #/subscription",
        "diagnostics, #/diagnostics",
        "history, #/history",
        "revision, #/history/3",
        "documents, #/documents",
        "gitlab-instances, #/gitlab-instances",
        "gitlab-instance, #/gitlab-instances/1",
        "unknown-page, #/no-such-page"
    })
    void thePageIsAccessibleInEveryLook(String name, String route) {
        try (var visit = Visit.as("admin", application).open(route)) {
            assertAccessibleInEveryLook(visit, name);
        }
    }

    @Test
    void thePageForSigningInIsAccessibleInEveryLook() {
        try (var visit = Visit.to(application).open("#/sign-in")) {
            assertAccessibleInEveryLook(visit, "sign-in");
        }
    }

    private static void assertAccessibleInEveryLook(Visit visit, String name) {
        SoftAssertions.assertSoftly(softly -> {
            for (var look : Look.all()) {
                visit.show(look).picture(name);
                softly.assertThat(visit.violations())
                        .as("violations by %s as %s", name, look)
                        .isEmpty();
            }
        });
    }
}
