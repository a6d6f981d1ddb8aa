package dev.duoconfig.browser;

import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Exchange;
import dev.duoconfig.contract.Operation;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Validates the calls that pages make against {@code openapi.yaml}: the requests, and the responses that they got. */
final class CalledOperations {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reports each response as the page gets it: the browser forgets bodies when a page is left. A stream has no end. */
    private static final String REPORT = """
            (() => {
              const send = window.fetch
              const text = message => message.clone().text().catch(() => null)
              const report = async (request, response, sent) => {
                const isStream = (response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')
                const received = isStream ? null : await text(response)
                await window.reportCall(JSON.stringify({
                  url: request.url, method: request.method, type: request.headers.get('Content-Type') ?? '', sent,
                  status: response.status, headers: Object.fromEntries(response.headers), received
                }))
              }
              window.runningCalls = 0
              window.fetch = async (...parameters) => {
                window.runningCalls++
                try {
                  const request = new Request(...parameters)
                  const sent = await text(request)
                  const response = await send(request)
                  window.runningCalls++
                  report(request, response, sent).finally(() => window.runningCalls--)
                  return response
                } finally {
                  window.runningCalls--
                }
              }
            })()
            """;

    /** Whether all calls have ended within ten seconds. */
    private static final String ALL_ENDED = """
            async () => {
              const limit = performance.now() + 10_000
              while (window.runningCalls > 0 && performance.now() < limit) {
                await new Promise(next => setTimeout(next, 5))
              }
              return window.runningCalls === 0
            }
            """;

    private final Contract contract = Contract.published();
    private final String base;
    private final List<String> called = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean isCompressed;

    /**
     * A call as the page sees it.
     *
     * @param type the content type of the request; empty if it has none
     * @param sent the body of the request
     * @param received the body of the response; null if the page did not read it to its end
     */
    record Call(
            String url,
            String method,
            String type,
            String sent,
            int status,
            Map<String, String> headers,
            @Nullable String received) {}

    private CalledOperations(String base) {
        this.base = base;
    }

    /**
     * Validates the calls of all pages of a context.
     *
     * @param base the URL of the service without a slash at its end; calls of other servers are not validated
     */
    static CalledOperations of(BrowserContext context, String base) {
        var calls = new CalledOperations(base);
        var unusedFunction = context.exposeFunction("reportCall", report -> {
            calls.validate((String) report[0]);
            return "";
        });
        var unusedScript = context.addInitScript(REPORT);
        return calls;
    }

    /** Expects a proxy in between that compresses responses, and therefore makes their entity tags weak. */
    void throughCompressingProxy() {
        isCompressed = true;
    }

    /** Waits until the calls of the page have ended and are validated. */
    void await(Page page) {
        if (Boolean.FALSE.equals(page.evaluate(ALL_ENDED))) {
            violations.add("A call did not end");
        }
    }

    /** The called operations as methods and paths, such as {@code GET /models}, in the order of the responses. */
    List<String> called() {
        return List.copyOf(called);
    }

    /** The called operations whose requests contain a text. */
    List<String> sending(String text) {
        return calls.stream()
                .filter(call -> (call.url() + call.sent()).contains(text))
                .map(call -> call.method() + " " + URI.create(call.url()).getRawPath())
                .toList();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    private void validate(String report) {
        var call = read(report);
        calls.add(call);
        if (!call.url().startsWith(base + "/")) {
            return;
        }
        var uri = URI.create(call.url());
        var path = uri.getRawPath().substring(URI.create(base).getRawPath().length());
        called.add(call.method() + " " + path);
        var found = new ArrayList<>(exchange(call, path).violations(contract));
        contract.operation(call.method(), path)
                .ifPresentOrElse(
                        operation -> found.addAll(requestViolations(operation, call, uri.getRawQuery())),
                        () -> found.add("There is no such operation"));
        found.forEach(violation -> violations.add("%s %s, %d: %s. Body: %s"
                .formatted(call.method(), call.url(), call.status(), violation, call.received())));
    }

    /** Without a body if it was not read. Headers are then validated as those of HEAD. */
    private Exchange exchange(Call call, String path) {
        var headers = isCompressed ? withStrongTag(call.headers()) : call.headers();
        return call.received() == null
                ? new Exchange("HEAD", path, call.status(), headers, "")
                : new Exchange(call.method(), path, call.status(), headers, call.received());
    }

    private static Map<String, String> withStrongTag(Map<String, String> headers) {
        var sent = new HashMap<>(headers);
        sent.computeIfPresent("etag", (name, tag) -> tag.replaceFirst("^W/", ""));
        return sent;
    }

    /** The page may send a value that the service rejects, so the body is validated only if the service accepted it. */
    private List<String> requestViolations(Operation operation, Call call, @Nullable String query) {
        var found = new ArrayList<String>();
        for (var name : names(query)) {
            if (!operation.queryParameters().contains(name)) {
                found.add("The parameter " + name + " is not declared");
            }
        }
        if (call.status() < 300 && !call.sent().isEmpty()) {
            found.addAll(bodyViolations(operation, call));
        }
        return found;
    }

    private List<String> bodyViolations(Operation operation, Call call) {
        var type = call.type().replaceAll("\\s*;.*", "");
        return Optional.ofNullable(operation.bodies().get(type))
                .map(media ->
                        type.endsWith("json") ? contract.violations(media.schema(), call.sent()) : List.<String>of())
                .orElseGet(() -> List.of("The content type '" + call.type() + "' of the request is not declared"));
    }

    private static List<String> names(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return List.of();
        }
        return List.of(query.split("&")).stream()
                .map(parameter -> URLDecoder.decode(parameter.replaceAll("=.*", ""), UTF_8))
                .toList();
    }

    private static Call read(String report) {
        try {
            return JSON.readValue(report, Call.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(report, e);
        }
    }
}
