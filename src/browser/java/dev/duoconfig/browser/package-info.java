/**
 * Tests of the console in a browser, as its users see it: the packaged service serves it, and Chromium shows it.
 *
 * <p>{@link dev.duoconfig.browser.Visit} holds every page to rules that no test has to repeat. Tests of how the service
 * serves the files live in the package of the console, and tests of its components in {@code src/main/console}.
 */
@NullMarked
package dev.duoconfig.browser;

import org.jspecify.annotations.NullMarked;
