package dev.duoconfig.browser;

import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.buttonIn;

/** The dialog that shows what a change would do, before it is made. */
record PlanDialog(Page page, Locator dialog) {

    /** The dialog whose title contains a text, once the plan is there. */
    static PlanDialog of(Page page, String title) {
        var dialog = Controls.dialog(page, title);
        assertThat(dialog.getByText("As curl", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        return new PlanDialog(page, dialog);
    }

    PlanDialog says(String... texts) {
        for (var text : texts) {
            assertThat(dialog).containsText(text);
        }
        return this;
    }

    /** Confirms, and waits until the change is made. */
    void confirm(String button) {
        buttonIn(dialog, button).click();
        assertThat(dialog).hasCount(0);
    }

    void cancel() {
        buttonIn(dialog, "Cancel").click();
        assertThat(dialog).hasCount(0);
    }

    /** The command for the change, by way of the clipboard. */
    String copiedCommand() {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        dialog.getByText("As curl", new Locator.GetByTextOptions().setExact(true))
                .click();
        buttonIn(dialog, "Copy as curl").click();
        assertThat(buttonIn(dialog, "Copied")).isVisible();
        return (String) page.evaluate("navigator.clipboard.readText()");
    }
}
