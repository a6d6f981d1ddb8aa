package dev.duoconfig.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import dev.duoconfig.packaged.PackagedApplication;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's visit to the console, with a browser profile of its own. {@link #close()} ends it, and fails if a page logged an
 * error, violated its content security policy, sent a request elsewhere, got a status from 500 on, or called the service in
 * a way that {@code openapi.yaml} does not describe. A test can expect some of that.
 */
final class Visit implements AutoCloseable {

    /** The name under which the console keeps its token. */
    private static final String SESSION = "duo-config.session";

    private final BrowserContext context;
    private final Watch watch;
    private final CalledOperations calls;
    private final Page page;
    private final String base;
    private Look look = Look.DEFAULT;

    /** A visit by a user who is not signed in, to a service at a URL without a slash at its end. */
    static Visit to(String base) {
        return new Visit(base);
    }

    private Visit(String base) {
        var uri = URI.create(base);
        this.base = base;
        this.context = Chromium.newContext(look);
        this.watch = Watch.over(context, uri.getScheme() + "://" + uri.getAuthority());
        this.calls = CalledOperations.of(context, base);
        this.page = context.newPage();
    }

    /** A visit by a user who is not signed in, through a proxy that compresses responses. */
    static Visit throughCompressingProxy(String base) {
        var visit = new Visit(base);
        visit.calls.throughCompressingProxy();
        return visit;
    }

    /** A visit to an application on this machine, by a user who is not signed in. */
    static Visit to(PackagedApplication application) {
        return new Visit("http://127.0.0.1:" + application.port());
    }

    /** A visit by a user who is signed in with the local token of a role. */
    static Visit as(String role, PackagedApplication application) {
        return with(application.token(role), application);
    }

    /** A visit by a user who is signed in with a token. */
    static Visit with(String token, PackagedApplication application) {
        var visit = to(application);
        var unused = visit.context.addInitScript(
                "sessionStorage.setItem('%s', JSON.stringify({ token: '%s' }))".formatted(SESSION, token));
        return visit;
    }

    /** Opens a page of the console, such as {@code #/models}, and waits until it shows what it loaded. */
    Visit open(String route) {
        page.navigate(url() + route);
        return awaitLoaded();
    }

    /** Waits until the page shows everything that it asked the service for, and the service tells it about changes. */
    Visit awaitComplete() {
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        calls.await(page);
        var unused = page.evaluate("new Promise(requestAnimationFrame)");
        return awaitLoaded();
    }

    /** Waits until the page has its heading, and nothing of it is being loaded. */
    Visit awaitLoaded() {
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator(".skeleton")).hasCount(0);
        return this;
    }

    /** Shows the page in another way from now on. */
    Visit show(Look other) {
        look = other;
        page.setViewportSize(look.width(), Look.HEIGHT);
        page.emulateMedia(new EmulateMediaOptions()
                .setColorScheme(look.theme().scheme())
                .setForcedColors(look.theme().forced()));
        return this;
    }

    /** The URL of the console, with a slash at its end. */
    String url() {
        return base + "/console/";
    }

    Page page() {
        return page;
    }

    Watch watch() {
        return watch;
    }

    /** The operations that the pages called so far, as methods and paths. */
    List<String> calledOperations() {
        calls.await(page);
        return calls.called();
    }

    /** The operations that the pages called so far with a text in the address or in the body. */
    List<String> operationsThatSent(String text) {
        calls.await(page);
        return calls.sending(text);
    }

    /** What a screen reader has of the page: roles, names, and states. */
    String tree() {
        return page.locator("body").ariaSnapshot();
    }

    /** Takes a picture for those who change the page, with its look in the name. */
    void picture(String name) {
        Pictures.take(page, name + "-" + look);
    }

    /**
     * The violations of what every page must meet as it is shown: accessible, and no wider than its window. At the top of the page,
     * its header covers nothing.
     */
    List<String> violations() {
        page.evaluate("scrollTo(0, 0)");
        return withWidth(Accessibility.violations(page, look.theme()));
    }

    /** Those of the violations that another theme can cause, as long as it leaves the tree as it is. */
    List<String> violationsByTheme() {
        return withWidth(Accessibility.violationsByTheme(page, look.theme()));
    }

    private List<String> withWidth(List<String> accessibility) {
        var violations = new ArrayList<>(accessibility);
        var width = (int) page.evaluate("document.documentElement.scrollWidth");
        if (width > look.width()) {
            violations.add("The page is %d pixels wide, and its window %d".formatted(width, look.width()));
        }
        return violations;
    }

    Locator heading() {
        return page.locator("h1");
    }

    @Override
    public void close() {
        try {
            calls.await(page);
        } finally {
            context.close();
        }
        assertThat(watch.findings()).as("what the pages caused").isEmpty();
        assertThat(calls.violations())
                .as("violations of openapi.yaml by calls of the pages")
                .isEmpty();
    }
}
