package dev.duoconfig.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;

/** The rules of axe about what people can perceive and operate: WCAG 2.2 up to AA, and good practice. */
final class Accessibility {

    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** The rule about the contrast. Forced colors are the operating system's, and axe would see those that they replace. */
    private static final String CONTRAST = "color-contrast";

    /** The other rules about what a theme can change without changing the tree: colors, and sizes. */
    private static final List<String> OF_THEMES =
            List.of("link-in-text-block", "target-size", "scrollable-region-focusable");

    /** One line for each element that violates a rule, from the top of the page: scrolled, a bar covers what moves below it. */
    private static final String RUN = """
            async options => {
              scrollTo(0, 0)
              const { violations } = await axe.run({ ...options, resultTypes: ['violations'] })
              return violations.flatMap(violation => violation.nodes.map(node =>
                `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))
            }
            """;

    private Accessibility() {}

    /** The violations by the page as it is now; empty if there are none. */
    static List<String> violations(Page page, Theme theme) {
        var rules = theme == Theme.FORCED ? Map.of(CONTRAST, Map.of("enabled", false)) : Map.of();
        return violations(page, Map.of("runOnly", TAGS, "rules", rules));
    }

    /** Those of the violations that can be there in one theme and not in another one. */
    static List<String> violationsByTheme(Page page, Theme theme) {
        var rules = new ArrayList<>(OF_THEMES);
        if (theme != Theme.FORCED) {
            rules.add(CONTRAST);
        }
        return violations(page, Map.of("runOnly", rules));
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page, Map<String, Object> options) {
        if (!Boolean.TRUE.equals(page.evaluate("typeof axe === 'object'"))) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        return (List<String>) page.evaluate(RUN, options);
    }
}
