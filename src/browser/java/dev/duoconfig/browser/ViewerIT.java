package dev.duoconfig.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The console with the role viewer: everything can be read, and nothing offers a change that the service would refuse. */
class ViewerIT {

    static final List<String> PAGES = List.of(
            "#/",
            "#/features",
            "#/features/duo_chat",
            "#/models",
            "#/models/new",
            "#/models/" + SampleConfiguration.FIRST_MODEL,
            "#/configuration",
            "#/subscription",
            "#/diagnostics",
            "#/history",
            "#/history/3",
            "#/documents",
            "#/documents?from=gitlab",
            "#/gitlab-instances",
            "#/gitlab-instances/1",
            "#/gitlab-instances/new");

    static final List<String> PAGES_WITH_CHANGES =
            List.of("#/features", "#/models/new", "#/configuration", "#/history", "#/gitlab-instances/new");

    /** Elements of a tree with which a user can do something other than going to another page, with their names. */
    private static final Pattern CONTROL =
            Pattern.compile("^ *- '?(button|textbox|searchbox|combobox|listbox|checkbox|radio|switch|tab|slider)\\b"
                    + "(?: \"((?:[^\"\\\\]|\\\\.)*)\")?");

    /** The names of those that only read, search, or sort. A new one that is not here fails the test until somebody decides. */
    private static final Pattern READING = Pattern.compile(
            String.join(
                    "|",
                    "Menu|Sign out|Close",
                    "Search features|Status|Only problems.*|Why: .*",
                    "Search models|Platform|Model family|Use|Sort by|Sorted .*|(Next|Previous) page",
                    "\\d+ warnings? about .*|\\d+ features? using .*",
                    "(Problems|Errors|Warnings|OK|All) \\d+",
                    "Who|What|From|To|(Apply|Clear) filters|Show only: .*|Older|Newer|Newest|Verify again",
                    "View document|Unified|Side by side|Show .* (lines?|changes|steps)",
                    "Download (YAML|JSON)|Copy as curl|Passed: .*|Failed: .*"),
            Pattern.DOTALL);

    @RegisterExtension
    private static final SampleService SERVICE = SampleService.SHARED;

    @ParameterizedTest
    @FieldSource("PAGES")
    void thePageCanBeReadAndOffersNoChange(String route) {
        try (var visit = SERVICE.visitAs("viewer")) {
            var denied = new ArrayList<String>();
            visit.page().onResponse(response -> {
                if (response.status() == 403) {
                    denied.add(response.request().method() + " " + response.url());
                }
            });

            visit.open(route);

            var tree = visit.tree();
            assertThat(visit.page().getByText("Changes need the role admin")).isAttached();
            assertThat(controls(tree)).isNotEmpty().allMatch(READING.asMatchPredicate());
            assertThat(tree).doesNotContain("/new", "Request ID");
            assertThat(visit.calledOperations()).allMatch(call -> call.startsWith("GET "));
            assertThat(denied).isEmpty();
        }
    }

    /** What the test above looks for is on the pages of an administrator. */
    @ParameterizedTest
    @FieldSource("PAGES_WITH_CHANGES")
    void thePageOffersAnAdministratorChanges(String route) {
        try (var visit = SERVICE.visitAs("admin").open(route)) {
            assertThat(controls(visit.tree()))
                    .anyMatch(READING.asMatchPredicate().negate());
        }
    }

    private static List<String> controls(String tree) {
        return tree.lines()
                .map(CONTROL::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> matcher.group(2) == null ? "" : matcher.group(2))
                .toList();
    }
}
