package dev.duoconfig.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;

/** Elements of a page by role and name, as a screen reader lists them. */
final class Controls {

    private Controls() {}

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, named(name).setExact(true));
    }

    /** The open dialog or drawer whose title contains a text. */
    static Locator dialog(Page page, String title) {
        return page.getByRole(AriaRole.DIALOG, named(title));
    }

    static Locator buttonIn(Locator part, String name) {
        return part.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The button that shows what is chosen for a feature, and opens the list of what can be chosen. */
    static Locator choiceOf(Page page, String feature) {
        return page.getByRole(AriaRole.BUTTON, named("Model for " + feature + ":"));
    }

    /** An option of the open list, by a part of its text. */
    static Locator option(Page page, String name) {
        return page.getByRole(AriaRole.LISTBOX)
                .getByRole(AriaRole.OPTION, new Locator.GetByRoleOptions().setName(name));
    }

    /** What is in effect for a feature, and why it does not work if it does not. */
    static Locator effectOf(Page page, String feature) {
        return page.getByRole(AriaRole.ROW)
                .filter(new FilterOptions().setHas(button(page, "Why: " + feature)))
                .getByRole(AriaRole.CELL)
                .nth(1);
    }

    /** The bar that shows what is not saved. */
    static Locator unsaved(Page page) {
        return page.getByRole(AriaRole.REGION, named("Unsaved changes"));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name);
    }
}
