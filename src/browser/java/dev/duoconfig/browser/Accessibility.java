package dev.duoconfig.browser;

import java.util.List;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;

/** The rules of axe about what people can perceive and operate: WCAG 2.2 up to AA, and good practice. */
final class Accessibility {

    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** The rules about what a style can change without changing the tree: colors, and sizes. */
    private static final List<String> OF_THEMES =
            List.of("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable");

    /** One line for each element that violates a rule. */
    private static final String RUN = """
            async ([type, values, forced]) => {
              const options = { runOnly: { type, values }, resultTypes: ['violations'] }
              // The contrast is the operating system's, and axe would see the colors that it replaces.
              options.rules = forced ? { 'color-contrast': { enabled: false } } : {}
              const { violations } = await axe.run(options)
              return violations.flatMap(violation => violation.nodes.map(node =>
                `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))
            }
            """;

    private Accessibility() {}

    /** The violations by the page as it is now; empty if there are none. */
    static List<String> violations(Page page, Theme theme) {
        return violations(page, theme, "tag", TAGS);
    }

    /** Those of the violations that can be there in one theme and not in another one. */
    static List<String> violationsByTheme(Page page, Theme theme) {
        return violations(page, theme, "rule", OF_THEMES);
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page, Theme theme, String type, List<String> values) {
        if (!Boolean.TRUE.equals(page.evaluate("typeof axe === 'object'"))) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        return (List<String>) page.evaluate(RUN, List.of(type, values, theme == Theme.FORCED));
    }
}
