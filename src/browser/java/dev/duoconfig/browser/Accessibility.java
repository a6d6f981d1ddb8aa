package dev.duoconfig.browser;

import java.util.List;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;

/** The rules of axe about what people can perceive and operate: WCAG 2.2 up to AA, and good practice. */
final class Accessibility {

    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** One line for each element that violates a rule. */
    private static final String RUN = """
            async ([tags, forced]) => {
              const rules = forced ? { 'color-contrast': { enabled: false } } : {}
              const { violations } = await axe.run({ runOnly: tags, rules, resultTypes: ['violations'] })
              return violations.flatMap(violation => violation.nodes.map(node =>
                `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))
            }
            """;

    private Accessibility() {}

    /**
     * The violations by the page as it is now; empty if there are none. With forced colors, the contrast is the operating system's,
     * and axe would compute it from the colors that they replace.
     */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page, Theme theme) {
        if (!Boolean.TRUE.equals(page.evaluate("typeof axe === 'object'"))) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        return (List<String>) page.evaluate(RUN, List.of(TAGS, theme == Theme.FORCED));
    }
}
