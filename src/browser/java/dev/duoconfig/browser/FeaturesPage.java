package dev.duoconfig.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.button;
import static dev.duoconfig.browser.Controls.buttonIn;
import static dev.duoconfig.browser.Controls.choiceOf;
import static dev.duoconfig.browser.Controls.dialog;
import static dev.duoconfig.browser.Controls.option;
import static dev.duoconfig.browser.Controls.unsaved;

/** What administrators do on the page of the features. */
record FeaturesPage(Visit visit) implements AutoCloseable {

    static FeaturesPage open(SharedService service) {
        return new FeaturesPage(service.visitAs("admin").open("#/features"));
    }

    Page page() {
        return visit.page();
    }

    /** Chooses for a feature, without saving. */
    void choose(String feature, String name) {
        choiceOf(page(), feature).click();
        option(page(), name).click();
        assertThat(choiceOf(page(), feature)).hasText(name);
    }

    /** Opens the plan of a number of changes, and waits until they can be saved. */
    Locator review(int changes) {
        button(page(), "Review changes").click();
        var dialog = dialog(page(), changes == 1 ? "Save 1 change?" : "Save " + changes + " changes?");
        assertThat(buttonIn(dialog, "Save changes")).isEnabled();
        return dialog;
    }

    /** Saves what the dialog plans. */
    void save(Locator dialog) {
        buttonIn(dialog, "Save changes").click();
        assertThat(dialog).hasCount(0);
        assertThat(unsaved(page())).hasCount(0);
    }

    @Override
    public void close() {
        visit.close();
    }
}
