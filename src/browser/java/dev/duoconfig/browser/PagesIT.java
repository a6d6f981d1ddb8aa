package dev.duoconfig.browser;

import java.util.List;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page in every look: accessible, and readable without scrolling sideways; and what a screen reader reads is what somebody has
 * approved.
 */
@Order(1)
class PagesIT {

    @RegisterExtension
    private static final SampleService SERVICE = SampleService.SHARED;

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
        try (var visit = SERVICE.visitAs("admin").open(route).awaitComplete()) {
            assertAccessibleInEveryLook(visit, name);
        }
    }

    @Test
    void thePageForSigningInIsAccessibleInEveryLook() {
        try (var visit = SERVICE.visit().open("#/sign-in")) {
            assertAccessibleInEveryLook(visit, "sign-in");
        }
    }

    private static void assertAccessibleInEveryLook(Visit visit, String name) {
        var wide = ApprovedTree.masked(visit.tree());
        ApprovedTree.keep(name, wide);
        SoftAssertions.assertSoftly(softly -> {
            for (var width : Look.WIDTHS) {
                visit.show(new Look(Theme.LIGHT, width)).picture(name);
                softly.assertThat(visit.violations())
                        .as("violations by %s, %d pixels wide", name, width)
                        .isEmpty();
                var tree = ApprovedTree.masked(visit.tree());
                // A narrow window may leave something out, and repeats nothing.
                softly.assertThat(ApprovedTree.main(wide))
                        .as("main content of %s, which is another one when %d pixels wide", name, width)
                        .containsSubsequence(ApprovedTree.main(tree));
                for (var theme : List.of(Theme.DARK, Theme.FORCED)) {
                    var look = new Look(theme, width);
                    visit.show(look).picture(name);
                    softly.assertThat(visit.violationsByTheme())
                            .as("violations by %s as %s", name, look)
                            .isEmpty();
                    softly.assertThat(ApprovedTree.masked(visit.tree()))
                            .as("tree of %s as %s", name, look)
                            .isEqualTo(tree);
                }
            }
        });
    }
}
