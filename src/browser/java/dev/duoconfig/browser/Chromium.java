package dev.duoconfig.browser;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * The browser of the operating system, launched once for each thread in which tests use it: the browser's client may be called by
 * one thread only.
 */
final class Chromium {

    private static final Path EXECUTABLE = Path.of(System.getProperty("duo.chromium", "/usr/bin/chromium"));

    /** The sandbox needs an ordinary user, and the rest would call servers of its vendor. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** For pages on a machine that is busy with other tests; nothing waits longer than it has to. */
    private static final double LIMIT_MILLISECONDS = 30_000;

    private static final ThreadLocal<Browser> BROWSER = ThreadLocal.withInitial(Chromium::launch);

    private Chromium() {}

    /** A new context, without storage, cache, or cookies of another one. */
    static BrowserContext newContext(Look look) {
        var options = new NewContextOptions()
                .setLocale("en-US")
                .setTimezoneId("UTC")
                .setViewportSize(look.width(), Look.HEIGHT)
                .setColorScheme(look.theme().scheme())
                .setForcedColors(look.theme().forced())
                .setReducedMotion(ReducedMotion.REDUCE);
        var context = BROWSER.get().newContext(options);
        context.setDefaultTimeout(LIMIT_MILLISECONDS);
        return context;
    }

    private static Browser launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLISECONDS);
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(EXECUTABLE).setArgs(ARGUMENTS));
    }
}
