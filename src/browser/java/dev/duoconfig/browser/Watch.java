package dev.duoconfig.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;

/** What no page may cause: errors, violations of its content security policy, and requests that leave its origin. */
final class Watch {

    private static final Set<String> PROBLEMS = Set.of("error", "warning");

    /** Chromium's message for a response with an error status. A test may expect the status. */
    private static final String ERROR_STATUS = "Failed to load resource: the server responded with a status of ";

    /** Chromium's message for a request that got no response; it is also a failed request. */
    private static final String NO_RESPONSE = "Failed to load resource: net::";

    /** A request that the page itself gave up. */
    private static final String ABORTED = "net::ERR_ABORTED";

    private static final String VIOLATIONS = """
            document.addEventListener('securitypolicyviolation', event => window.noteViolation(
              `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`))
            """;

    private final List<String> findings = new ArrayList<>();
    private final Set<String> origins = new HashSet<>();
    private final Set<Integer> statuses = new HashSet<>();
    private boolean isServiceAway;

    private Watch(String origin) {
        origins.add(origin);
    }

    /** Watches all pages of a context, which may call one origin. */
    static Watch over(BrowserContext context, String origin) {
        var watch = new Watch(origin);
        context.onConsoleMessage(watch::console);
        context.onWebError(error -> watch.note("Uncaught error: " + error.error()));
        context.onRequest(watch::request);
        context.onResponse(watch::response);
        context.onRequestFailed(watch::failure);
        var unusedFunction = context.exposeFunction("noteViolation", violation -> {
            watch.note("Violation of the content security policy: " + violation[0]);
            return "";
        });
        var unusedScript = context.addInitScript(VIOLATIONS);
        return watch;
    }

    /** Allows requests to another origin, such as that of the issuer. */
    void allowOrigin(String origin) {
        origins.add(origin);
    }

    /** Allows responses with a status from 500 on. */
    void allowStatus(int status) {
        statuses.add(status);
    }

    /** Allows requests that get no response. */
    void allowNoResponse() {
        isServiceAway = true;
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    private void note(String finding) {
        findings.add(finding);
    }

    private void console(ConsoleMessage message) {
        if (PROBLEMS.contains(message.type())
                && !message.text().startsWith(ERROR_STATUS)
                && !message.text().startsWith(NO_RESPONSE)) {
            note("Console " + message.type() + ": " + message.text());
        }
    }

    private void request(Request request) {
        var uri = URI.create(request.url().replaceAll("[#?].*", ""));
        if (uri.getHost() != null && !origins.contains(uri.getScheme() + "://" + uri.getAuthority())) {
            note("Request to another origin: " + request.method() + " " + request.url());
        }
    }

    private void response(Response response) {
        if (response.status() >= 500 && !statuses.contains(response.status())) {
            note("Status %d of %s %s"
                    .formatted(response.status(), response.request().method(), response.url()));
        }
    }

    private void failure(Request request) {
        if (!request.failure().equals(ABORTED) && !isServiceAway) {
            note("No response to %s %s: %s".formatted(request.method(), request.url(), request.failure()));
        }
    }
}
