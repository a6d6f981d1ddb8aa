package dev.duoconfig.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.duoconfig.browser.Controls.option;

/** A way to operate the console. A journey that uses only this can be made with the mouse alone, and with the keyboard alone. */
interface Hand {

    /** Presses a link or a button. */
    void press(Locator control);

    /** Replaces the text of a field. */
    void enter(Locator field, String text);

    /** Selects the option of a native list whose text begins with the name. */
    void select(Locator list, String name);

    /** Selects one of several radio buttons. */
    void check(Locator radio);

    /** Opens the list of what can serve a feature, and chooses one. */
    void choose(Locator button, String name);

    /** The pointer for everything, except for the text that is entered. */
    record Mouse(Page page) implements Hand {

        @Override
        public void press(Locator control) {
            control.click();
        }

        @Override
        public void enter(Locator field, String text) {
            field.click();
            field.fill(text);
        }

        /** The operating system shows the options of a native list, so that no test can click one. */
        @Override
        public void select(Locator list, String name) {
            var option = list.locator("option").filter(new FilterOptions().setHasText(name));
            list.selectOption(option.getAttribute("value"));
        }

        @Override
        public void check(Locator radio) {
            radio.click();
        }

        @Override
        public void choose(Locator button, String name) {
            button.click();
            option(page, name).click();
        }
    }

    /** Keys only. It fails where the Tab key does not reach a control. */
    record Keyboard(Page page) implements Hand {

        /** More than any page has controls, or a list has options. */
        private static final int MAX_KEYS = 200;

        /** The keys that lead from the focus to an element: none, forward, or back in the order of the document. */
        private static final String DIRECTION = """
                element => element === document.activeElement ? ''
                  : document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Tab'
                  : 'Shift+Tab'""";

        /** The same for the option that a list highlights, which the focus in its search field names. */
        private static final String DIRECTION_OF_OPTION = """
                option => {
                  const active = document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))
                  return option === active ? ''
                    : !active || active.compareDocumentPosition(option) & Node.DOCUMENT_POSITION_FOLLOWING ? 'ArrowDown'
                    : 'ArrowUp'
                }""";

        @Override
        public void press(Locator control) {
            moveTo(control);
            page.keyboard().press("Enter");
        }

        @Override
        public void enter(Locator field, String text) {
            moveTo(field);
            page.keyboard().press("Control+A");
            page.keyboard().type(text);
        }

        @Override
        public void select(Locator list, String name) {
            moveTo(list);
            page.keyboard().type(name);
            assertThat(list.locator("option:checked")).containsText(name);
        }

        @Override
        public void check(Locator radio) {
            moveTo(radio.locator("xpath=ancestor::fieldset").locator("input:checked"));
            for (var keys = 0; !radio.isChecked() && keys < MAX_KEYS; keys++) {
                page.keyboard().press("ArrowDown");
            }
            assertThat(radio).isChecked();
            assertThat(radio).isFocused();
        }

        @Override
        public void choose(Locator button, String name) {
            press(button);
            assertThat(page.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Search models")))
                    .isFocused();
            follow(option(page, name), DIRECTION_OF_OPTION);
            page.keyboard().press("Enter");
        }

        /** A button that waits for something says that it is disabled, as long as it is. */
        private void moveTo(Locator control) {
            assertThat(control).isEnabled();
            follow(control, DIRECTION);
            assertThat(control).isFocused();
        }

        private void follow(Locator target, String direction) {
            for (var keys = 0; keys < MAX_KEYS; keys++) {
                var key = (String) target.evaluate(direction);
                if (key.isEmpty()) {
                    return;
                }
                page.keyboard().press(key);
            }
            throw new AssertionError(MAX_KEYS + " keys do not lead to " + target);
        }
    }
}
